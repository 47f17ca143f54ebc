// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/continuation.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <system_error>
#include <utility>
#include <vector>

#include "portside/api/error.hpp"
#include "portside/sdk/json_members.hpp"
#include "portside/sdk/json_stream.hpp"

namespace portside::sdk {
namespace {

constexpr char kFormatKey[] = "format";
constexpr std::size_t kUsualMembers = 12;

}  // namespace

ContinuationWriter::ContinuationWriter(std::uint64_t format) {
  number(kFormatKey, format);
}

ContinuationWriter& ContinuationWriter::text(std::string_view key, std::string_view value) {
  return add(key, json_quoted(value));
}

ContinuationWriter& ContinuationWriter::number(std::string_view key, std::uint64_t value) {
  return add(key, std::to_string(value));
}

ContinuationWriter& ContinuationWriter::flag(std::string_view key, bool value) {
  return add(key, value ? "true" : "false");
}

ContinuationWriter& ContinuationWriter::add(std::string_view key, std::string_view value) {
  members_ += members_.empty() ? '{' : ',';
  members_ += '"';
  members_ += key;
  members_ += "\":";
  members_ += value;
  return *this;
}

Json ContinuationWriter::json() const {
  return {members_ + '}'};
}

/// The members of an object that are scalars, in the order of the document.
struct ContinuationReader::Document {
  struct Member {
    std::string key;
    JsonScalar::Kind kind;
    std::string text;
  };
  std::vector<Member> members;

  /// Throws for what is no JSON.
  void read(const std::string& text) {
    members.reserve(kUsualMembers);
    JsonStream json(
        "a continuation",
        {{"/*", {}, {}, [this](const JsonScalar& value) {
            members.push_back({std::string(value.key), value.kind, std::string(value.text)});
          }}});
    json.write(text);
    json.finish();
  }

  /// The last of this name, as most parsers have it; null where it is of another kind.
  const Member* find(const char* key, JsonScalar::Kind kind) const {
    const auto found = std::find_if(members.rbegin(), members.rend(),
                                    [&](const Member& member) { return member.key == key; });
    return found == members.rend() || found->kind != kind ? nullptr : &*found;
  }
};

ContinuationReader::ContinuationReader(const Json& continuation, std::string adapter,
                                       std::uint64_t format)
    : adapter_(std::move(adapter)), document_(std::make_unique<Document>()) {
  try {
    document_->read(continuation.text);
  } catch (const AdapterError&) {
    throw_stale();
  }
  if (number(kFormatKey, format) != format) throw_stale();
}

ContinuationReader::~ContinuationReader() = default;

std::string ContinuationReader::text(const char* key) const {
  const auto* const member = document_->find(key, JsonScalar::Kind::kString);
  if (member == nullptr) throw_stale();
  return member->text;
}

std::uint64_t ContinuationReader::number(const char* key, std::uint64_t most) const {
  const auto* const member = document_->find(key, JsonScalar::Kind::kNumber);
  if (member == nullptr) throw_stale();
  const char* const end = member->text.data() + member->text.size();
  std::uint64_t value = 0;
  const auto read = std::from_chars(member->text.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end || value > most) throw_stale();
  return value;
}

bool ContinuationReader::flag(const char* key) const {
  const auto* const member = document_->find(key, JsonScalar::Kind::kBool);
  if (member == nullptr) throw_stale();
  return member->text == "true";
}

void ContinuationReader::throw_stale() const {
  throw AdapterError(ErrorCode::kStaleContinuation,
                     "the scan was begun by another version of the " + adapter_ + " adapter");
}

}  // namespace portside::sdk
