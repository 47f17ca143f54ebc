// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>
#include <string_view>

#include "anchore/errors.hpp"
#include "portside/sdk/http_answer.hpp"

namespace portside::anchore {
namespace {

constexpr std::size_t kMostErrorBytes = std::size_t{64} * 1024;
constexpr std::size_t kMostCodes = 20;
constexpr std::size_t kLongestCode = 64;
constexpr std::size_t kLongestMessage = 300;
constexpr std::size_t kLongestRest = 500;

/// A text member; "" without one.
std::string_view error_text(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) return {};
  return found->get_ref<const std::string&>();
}

void take_codes(const nlohmann::json& detail, ErrorBody& body) {
  const auto codes = detail.find("error_codes");
  if (codes == detail.end() || !codes->is_array()) return;
  for (const auto& code : *codes) {
    if (body.codes.size() == kMostCodes) return;
    if (code.is_string()) {
      body.codes.push_back(sdk::excerpt(code.get_ref<const std::string&>(), kLongestCode));
    }
  }
}

/// Adds a part of a detail.
void add_part(std::string& detail, std::string_view part) {
  if (part.empty()) return;
  if (!detail.empty()) detail += "; ";
  detail += part;
}

/// The engine has `httpcode`, Enterprise `code`, `error_type` and `detail`; gateways have a message
/// alone, or with a `code`.
bool is_anchores_object(const nlohmann::json& object) {
  const auto has = [&](const char* key) { return object.contains(key); };
  return has("message") && (has("httpcode") || has("error_type") || has("detail"));
}

void take_object(const nlohmann::json& object, ErrorBody& body) {
  body.is_anchores = is_anchores_object(object);
  body.message = sdk::excerpt(error_text(object, "message"), kLongestMessage);
  std::string rest;
  const auto detail = object.find("detail");
  if (detail != object.end() && detail->is_object()) {
    take_codes(*detail, body);
    const std::string_view raw = error_text(*detail, "raw_exception_message");
    rest = sdk::excerpt(raw.empty() ? error_text(*detail, "exception") : raw, kLongestRest);
  } else if (body.message.empty()) {
    // RFC 7807, which the engine's web framework uses for requests that it refuses itself.
    body.message = sdk::excerpt(error_text(object, "detail"), kLongestMessage);
    rest = sdk::excerpt(error_text(object, "title"), kLongestCode);
  }
  add_part(body.detail, body.message);
  for (const std::string& code : body.codes) add_part(body.detail, code);
  add_part(body.detail, rest);
}

}  // namespace

ErrorBody read_error_body(const HttpResponse& answer) {
  ErrorBody body;
  nlohmann::json document;
  if (answer.body.size() <= kMostErrorBytes) {
    document = nlohmann::json::parse(answer.body, nullptr, /*allow_exceptions=*/false);
    body.is_json = !document.is_discarded();
  }
  if (document.is_object()) {
    take_object(document, body);
  } else if (document.is_string()) {
    body.message = sdk::excerpt(document.get_ref<const std::string&>(), kLongestMessage);
    body.detail = body.message;
  }
  if (body.detail.empty()) body.detail = sdk::excerpt(answer.body, kLongestRest);
  return body;
}

}  // namespace portside::anchore
