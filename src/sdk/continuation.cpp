// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/continuation.hpp"

#include <charconv>
#include <cstddef>
#include <system_error>
#include <utility>
#include <vector>

#include "portside/api/error.hpp"
#include "portside/sdk/json_members.hpp"

namespace portside::sdk {
namespace {

constexpr char kFormatKey[] = "format";
constexpr std::size_t kUsualBytes = 256;

}  // namespace

ContinuationWriter::ContinuationWriter(std::uint64_t format) {
  members_.reserve(kUsualBytes);
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

struct ContinuationReader::Document {
  explicit Document(std::string json) : text(std::move(json)) {}

  /// Null where there is none of this kind.
  const JsonMember* find(const char* key, JsonKind kind) const {
    const JsonMember* const member = find_json_member(members, key);
    return member == nullptr || member->kind != kind ? nullptr : member;
  }

  /// Whose parts the members are.
  const std::string text;
  std::vector<JsonMember> members;
};

ContinuationReader::ContinuationReader(const Json& continuation, std::string adapter,
                                       std::uint64_t format)
    : adapter_(std::move(adapter)), document_(std::make_unique<Document>(continuation.text)) {
  try {
    document_->members = json_members(document_->text, "a continuation");
  } catch (const AdapterError&) {
    throw_stale();
  }
  if (number(kFormatKey, format) != format) throw_stale();
}

ContinuationReader::~ContinuationReader() = default;

std::string ContinuationReader::text(const char* key) const {
  const auto* const member = document_->find(key, JsonKind::kString);
  if (member == nullptr) throw_stale();
  return member->text;
}

std::uint64_t ContinuationReader::number(const char* key, std::uint64_t most) const {
  const auto* const member = document_->find(key, JsonKind::kNumber);
  if (member == nullptr) throw_stale();
  const char* const end = member->json.data() + member->json.size();
  std::uint64_t value = 0;
  const auto read = std::from_chars(member->json.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end || value > most) throw_stale();
  return value;
}

bool ContinuationReader::flag(const char* key) const {
  const auto* const member = document_->find(key, JsonKind::kBool);
  if (member == nullptr) throw_stale();
  return member->json == "true";
}

void ContinuationReader::throw_stale() const {
  throw AdapterError(ErrorCode::kStaleContinuation,
                     "the scan was begun by another version of the " + adapter_ + " adapter");
}

}  // namespace portside::sdk
