// SPDX-License-Identifier: Apache-2.0
#include "feeds/entry_stream.hpp"

#include <string_view>

#include "feeds/archive_reader.hpp"

namespace portside::feeds {
namespace {

using Traits = std::streambuf::traits_type;

/// The next character that is no white space, taken away; NUL at the end.
char take_visible(std::string_view& text) noexcept {
  const std::size_t at = text.find_first_not_of(" \t\r\n");
  if (at == std::string_view::npos) return '\0';
  const char c = text[at];
  text.remove_prefix(at + 1);
  return c;
}

}  // namespace

EntryStream::EntryStream(ArchiveReader& reader)
    : std::istream(static_cast<std::streambuf*>(this)),
      reader_(reader),
      block_(std::size_t{64} * 1024) {}

bool EntryStream::begins_like_records() {
  underflow();
  rethrow_failure();
  std::string_view text(gptr(), static_cast<std::size_t>(egptr() - gptr()));
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const char first = take_visible(text);
  const char second = take_visible(text);
  return (first == '{' && (second == '"' || second == '}')) ||
         (first == '[' && (second == '{' || second == ']'));
}

void EntryStream::rethrow_failure() const {
  if (failure_) std::rethrow_exception(failure_);
}

std::streambuf::int_type EntryStream::underflow() {
  if (gptr() != egptr()) return Traits::to_int_type(*gptr());
  if (failure_) return Traits::eof();
  try {
    const std::size_t count = reader_.read(block_.data(), block_.size());
    setg(block_.data(), block_.data(), block_.data() + count);
    return count == 0 ? Traits::eof() : Traits::to_int_type(block_[0]);
  } catch (...) {
    failure_ = std::current_exception();
    return Traits::eof();
  }
}

}  // namespace portside::feeds
