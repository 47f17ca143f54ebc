// SPDX-License-Identifier: Apache-2.0
#include "conformance/service_answer.hpp"

#include "portside/api/error.hpp"
#include "portside/sdk/artifact_json.hpp"
#include "portside/sdk/http_answer.hpp"

namespace portside::conformance {
namespace {

constexpr std::size_t kShownBytes = 200;

/// Takes an answer apart, as deep as hosts read it. Throws as sdk::json_members().
std::vector<sdk::JsonMember> envelope(const std::string& body) {
  return sdk::json_members(body, "it", sdk::kArtifactDepth + 1);
}

std::string error_in(const std::vector<sdk::JsonMember>& members) {
  const sdk::JsonMember* const error = given(members, "Error");
  if (error == nullptr) return {};
  return error->kind == sdk::JsonKind::kString ? error->text : std::string(error->json);
}

std::string size_in_words(std::uint64_t bytes) {
  constexpr std::uint64_t kMiB = std::uint64_t{1} << 20U;
  return bytes % kMiB == 0 ? std::to_string(bytes / kMiB) + " MiB"
                           : std::to_string(bytes / 1'024) + " KiB";
}

}  // namespace

bool ServiceAnswer::is_refusal() const noexcept {
  switch (status()) {
    case 400:
    case 409:
    case 413:
    case 415:
    case 422: return true;
    default: return false;
  }
}

bool ServiceAnswer::is_not_offered() const noexcept {
  return status() == 404 || status() == 405 || status() == 501;
}

bool ServiceAnswer::is_final() const noexcept {
  const bool may_pass = status() == 408 || status() == 425 || status() == 429;
  return (status() >= 400 && status() < 500 && !may_pass) || status() == 501;
}

bool ServiceAnswer::is_blank() const noexcept {
  return response.body.find_first_not_of(" \t\r\n") == std::string::npos;
}

std::string ServiceAnswer::error() const {
  try {
    return error_in(envelope(response.body));
  } catch (const AdapterError&) {
    return {};  // it is some other text
  }
}

std::string ServiceAnswer::seen() const {
  if (status() == 0) return what + " was not answered: " + trouble;
  std::string said = error();
  if (said.empty()) said = response.body;
  said = sdk::excerpt(said, kShownBytes);
  return what + " answered " + std::to_string(status()) + (said.empty() ? "" : " (" + said + ")");
}

std::string ServiceAnswer::problem(std::vector<sdk::JsonMember>& members) const {
  if (!is_success()) return seen();
  if (response.cut_short) {
    return response.body.size() < limit ? what + " gave an answer that broke off"
                                        : what + " gave an answer of more than " +
                                              size_in_words(limit) + ", the most that hosts read";
  }
  try {
    members = envelope(response.body);
  } catch (const AdapterError& error) {
    return seen() + ", which is no answer: " + error.message;
  }
  return error_in(members).empty() ? "" : seen() + ", with an Error";
}

const sdk::JsonMember* given(const std::vector<sdk::JsonMember>& members, std::string_view name) {
  const sdk::JsonMember* const member = find_json_member_in_any_case(members, name);
  return member == nullptr || member->kind == sdk::JsonKind::kNull ? nullptr : member;
}

}  // namespace portside::conformance
