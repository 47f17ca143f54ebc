// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/continuation.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "portside/api/error.hpp"
#include "portside/sdk/json_members.hpp"

namespace portside::sdk {
namespace {

constexpr char kFormatKey[] = "format";

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

struct ContinuationReader::Document {
  nlohmann::json json;

  /// Null where there is none.
  const nlohmann::json* member(const char* key) const {
    const auto found = json.find(key);
    return found == json.end() ? nullptr : &*found;
  }
};

ContinuationReader::ContinuationReader(const Json& continuation, std::string adapter,
                                       std::uint64_t format)
    : adapter_(std::move(adapter)), document_(std::make_unique<Document>()) {
  document_->json = nlohmann::json::parse(continuation.text, nullptr, /*allow_exceptions=*/false);
  if (!document_->json.is_object() || number(kFormatKey, format) != format) throw_stale();
}

ContinuationReader::~ContinuationReader() = default;

std::string ContinuationReader::text(const char* key) const {
  const nlohmann::json* const member = document_->member(key);
  if (member == nullptr || !member->is_string()) throw_stale();
  return member->get<std::string>();
}

std::uint64_t ContinuationReader::number(const char* key, std::uint64_t most) const {
  const nlohmann::json* const member = document_->member(key);
  if (member == nullptr || !member->is_number_unsigned()) throw_stale();
  const auto value = member->get<std::uint64_t>();
  if (value > most) throw_stale();
  return value;
}

bool ContinuationReader::flag(const char* key) const {
  const nlohmann::json* const member = document_->member(key);
  if (member == nullptr || !member->is_boolean()) throw_stale();
  return member->get<bool>();
}

void ContinuationReader::throw_stale() const {
  throw AdapterError(ErrorCode::kStaleContinuation,
                     "the scan was begun by another version of the " + adapter_ + " adapter");
}

}  // namespace portside::sdk
