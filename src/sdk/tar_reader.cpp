// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/tar_reader.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <utility>

#include "portside/api/error.hpp"
#include "sdk/tar_fields.hpp"

namespace portside::sdk {
namespace {

/// These have no content whatever their size says (as in Go's archive/tar, which runtimes use).
bool is_header_only(char type, TarEntryKind kind) {
  return (type >= '1' && type <= '6') || kind == TarEntryKind::kDirectory;
}

TarEntryKind kind_of(char type, std::string_view path) {
  switch (type) {
    case '0':
    case '7': return TarEntryKind::kFile;
    case '\0':  // before POSIX directories were files whose name ends with a slash
      return !path.empty() && path.back() == '/' ? TarEntryKind::kDirectory : TarEntryKind::kFile;
    case '1': return TarEntryKind::kHardLink;
    case '2': return TarEntryKind::kSymlink;
    case '5': return TarEntryKind::kDirectory;
    case 'S': return TarEntryKind::kSparseFile;
    default: return TarEntryKind::kOther;
  }
}

template <typename Number>
std::optional<Number> decimal(std::string_view text) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

TarReader::TarReader(TarVisitor& visitor, std::string what, const TarLimits& limits)
    : visitor_(visitor), what_(std::move(what)), limits_(limits) {}

void TarReader::write(std::string_view piece) {
  while (!piece.empty()) {
    switch (state_) {
      case State::kHeader:
      case State::kSparseMap: take_block(piece); break;
      case State::kContent: {
        const std::string_view part = take(piece, left_);
        left_ -= part.size();
        if (wanted_) visitor_.content(part);
        if (left_ == 0) end_content();
        break;
      }
      case State::kExtension: {
        const std::string_view part = take(piece, left_);
        left_ -= part.size();
        extension_ += part;
        if (left_ == 0) end_extension();
        break;
      }
      case State::kPadding:
        padding_ -= take(piece, padding_).size();
        if (padding_ == 0) state_ = State::kHeader;
        break;
      case State::kEnd: return;
    }
  }
}

void TarReader::finish() const {
  switch (state_) {
    case State::kHeader:
      if (partial_size_ == 0) return;
      damaged("it ends within a header");
    case State::kSparseMap: damaged("it ends within a header");
    case State::kContent: damaged("it ends within a file");
    case State::kExtension: damaged("it ends within an extended header");
    case State::kPadding:
    case State::kEnd: return;
  }
}

std::string_view TarReader::take(std::string_view& piece, std::uint64_t most) {
  const std::string_view part = piece.substr(0, std::min<std::uint64_t>(most, piece.size()));
  piece.remove_prefix(part.size());
  position_ += part.size();
  return part;
}

void TarReader::take_block(std::string_view& piece) {
  const std::string_view part = take(piece, kBlock - partial_size_);
  if (part.size() == kBlock) return block(part);
  std::copy(part.begin(), part.end(),
            partial_.begin() + static_cast<std::ptrdiff_t>(partial_size_));
  partial_size_ += part.size();
  if (partial_size_ < kBlock) return;
  partial_size_ = 0;
  block({partial_.data(), kBlock});
}

void TarReader::block(std::string_view block) {
  if (state_ == State::kSparseMap) {
    if (!tar::sparse_map_goes_on(block)) begin_content(left_);
    return;
  }
  if (tar::is_zero(block)) {
    if (zero_block_) state_ = State::kEnd;
    zero_block_ = true;
    return;
  }
  if (zero_block_) damaged("a block of zeros is followed by something else");
  header(block);
}

void TarReader::header(std::string_view block) {
  if (!tar::checksum_holds(block)) damaged("the checksum of a header is wrong");
  const char type = tar::type(block);
  const bool is_extension = type == 'x' || type == 'g' || type == 'L' || type == 'K';
  if (!is_extension) return begin_entry(block, type);
  const auto size = tar::size(block);
  if (!size) damaged("the size of an extended header is not a number");
  begin_extension(type, *size);
}

void TarReader::begin_extension(char type, std::uint64_t size) {
  if (size > limits_.header_bytes) too_large("an extended header", limits_.header_bytes);
  // They count too: a tar of nothing but these must end somewhere.
  if (++entries_ > limits_.entries) too_large("entries", limits_.entries);
  extension_type_ = type;
  extension_.clear();
  left_ = size;
  padding_ = (kBlock - size % kBlock) % kBlock;
  state_ = State::kExtension;
  if (size == 0) end_extension();
}

void TarReader::end_extension() {
  switch (extension_type_) {
    case 'L': extended_.gnu_path = extension_.substr(0, extension_.find('\0')); break;
    case 'K': extended_.gnu_link = extension_.substr(0, extension_.find('\0')); break;
    case 'x': read_pax(); break;
    default: break;  // global
  }
  state_ = padding_ == 0 ? State::kHeader : State::kPadding;
}

/// Records of the form "LENGTH KEY=VALUE\n"; the length counts all of the record.
void TarReader::read_pax() {
  extended_.pax_path.clear();
  extended_.pax_link.clear();
  extended_.has_size = extended_.sparse = false;
  for (std::string_view rest = extension_; !rest.empty();) {
    const std::size_t blank = rest.find(' ');
    const auto length = decimal<std::size_t>(rest.substr(0, std::min<std::size_t>(blank, 20)));
    if (!length || *length > rest.size() || *length < blank + 2 || rest[*length - 1] != '\n') {
      damaged("a pax header has a record of a wrong length");
    }
    const std::string_view record = rest.substr(blank + 1, *length - blank - 2);
    const std::size_t equals = record.find('=');
    if (equals == std::string_view::npos || equals == 0) {
      damaged("a pax header has a record without a key");
    }
    pax_record(record.substr(0, equals), record.substr(equals + 1));
    rest.remove_prefix(*length);
  }
}

void TarReader::pax_record(std::string_view key, std::string_view value) {
  constexpr std::string_view kSparse = "GNU.sparse.";
  if (key.substr(0, kSparse.size()) == kSparse) {
    extended_.sparse = true;
    if (key.substr(kSparse.size()) != "name") return;
    key = "path";  // the plain one is made up for programs that do not know about holes
  } else if (key == "path" && extended_.sparse && !extended_.pax_path.empty()) {
    return;
  }
  // An empty value takes back what an earlier header said.
  if (key == "path" || key == "linkpath") {
    if (value.find('\0') != std::string_view::npos) damaged("a pax header has a path with a NUL");
    (key == "path" ? extended_.pax_path : extended_.pax_link) = value;
  } else if (key == "size" && !value.empty()) {
    const auto size = decimal<std::uint64_t>(value);
    if (!size || *size > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
      damaged("the size in a pax header is not a number");
    }
    extended_.size = *size;
    extended_.has_size = true;
  }
}

void TarReader::begin_entry(std::string_view block, char type) {
  if (++entries_ > limits_.entries) too_large("entries", limits_.entries);
  TarEntry entry;
  entry.path = path_of(block);
  const TarEntryKind kind = kind_of(type, entry.path);
  entry.kind = extended_.sparse ? TarEntryKind::kSparseFile : kind;
  check_path(entry.path, "a path");
  if (entry.kind == TarEntryKind::kHardLink || entry.kind == TarEntryKind::kSymlink) {
    entry.link_target = !extended_.gnu_link.empty()   ? std::string_view(extended_.gnu_link)
                        : !extended_.pax_link.empty() ? std::string_view(extended_.pax_link)
                                                      : tar::link_target(block);
    check_path(entry.link_target, "the target of a link");
  }
  const auto stored = extended_.has_size ? extended_.size : tar::size(block);
  if (!stored) damaged("the size of an entry is not a number");
  const std::uint64_t size = is_header_only(type, kind) ? 0 : *stored;
  if (entry.kind == TarEntryKind::kFile) entry.size = size;
  wanted_ = visitor_.entry(entry) && entry.kind == TarEntryKind::kFile;
  extended_ = {};
  left_ = size;
  if (type == 'S' && tar::sparse_map_follows(block)) {
    state_ = State::kSparseMap;
  } else {
    begin_content(size);
  }
}

void TarReader::begin_content(std::uint64_t size) {
  left_ = size;
  padding_ = (kBlock - size % kBlock) % kBlock;
  state_ = State::kContent;
  if (size == 0) end_content();
}

void TarReader::end_content() {
  state_ = padding_ == 0 ? State::kHeader : State::kPadding;
  if (wanted_) visitor_.content_end();
}

std::string_view TarReader::path_of(std::string_view block) {
  if (!extended_.gnu_path.empty()) return extended_.gnu_path;
  if (!extended_.pax_path.empty()) return extended_.pax_path;
  const std::string_view prefix = tar::prefix(block);
  if (prefix.empty()) return tar::name(block);
  path_buffer_.assign(prefix).append("/").append(tar::name(block));
  return path_buffer_;
}

void TarReader::check_path(std::string_view path, const char* what) const {
  if (path.empty()) damaged(std::string(what) + " is empty");
  if (path.size() > limits_.path_bytes) too_large(what, limits_.path_bytes);
}

void TarReader::damaged(const std::string& how) const {
  throw AdapterError(ErrorCode::kMalformedData, what_ + " is not a tar that can be read: " + how +
                                                    ", at byte " + std::to_string(position_));
}

void TarReader::too_large(const std::string& what, std::uint64_t limit) const {
  throw AdapterError(
      ErrorCode::kTooLarge,
      what_ + " has " +
          (what == "entries" ? "more than " + std::to_string(limit) + " entries"
                             : what + " of more than " + std::to_string(limit) + " bytes") +
          ", at byte " + std::to_string(position_));
}

}  // namespace portside::sdk
