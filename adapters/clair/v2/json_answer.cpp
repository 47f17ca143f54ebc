// SPDX-License-Identifier: Apache-2.0
#include "clair/v2/json_answer.hpp"

#include "portside/sdk/http_answer.hpp"
#include "portside/sdk/json_call.hpp"

namespace portside::clair::v2 {
namespace {

constexpr int kHttpUnauthorized = 401;
constexpr int kHttpForbidden = 403;
constexpr int kHttpNotFound = 404;
constexpr int kHttpNotAllowed = 405;

}  // namespace

HttpResponse get_json(const Clair& clair, const std::string& path, sdk::JsonStream& json,
                      const CallContext& context) {
  HttpRequest request;
  request.url = clair.config.indexer_url + path;
  request.headers = {{"Accept", "application/json"}};
  request.idempotent = true;
  request.timeout = clair.config.timeout;
  return sdk::send_for_json(clair.http, request, json, {"Clair's answer to GET " + path}, context);
}

std::string error_sentence(std::string_view body) {
  std::string sentence;
  try {
    sdk::JsonStream json("Clair's answer",
                         {{"/Error/Message", {}, {}, [&](const sdk::JsonScalar& message) {
                             if (message.is_string()) sentence = message.text;
                           }}});
    json.write(body);
    json.finish();
  } catch (const AdapterError&) {
    sentence.clear();
  }
  return sentence;
}

bool is_unknown_there(const HttpResponse& response) {
  return response.status == kHttpNotFound && !error_sentence(response.body).empty();
}

AdapterError answer_error(const HttpResponse& response, const std::string& what) {
  if (response.status == kHttpUnauthorized || response.status == kHttpForbidden) {
    return AdapterError(ErrorCode::kScannerAuthentication,
                        what + ": HTTP " + std::to_string(response.status) +
                            ", which Clair 2 never answers; a proxy before it refuses us, and has "
                            "to let us through without credentials",
                        sdk::excerpt(response.body));
  }
  if (response.status == kHttpNotFound || response.status == kHttpNotAllowed) {
    return AdapterError(ErrorCode::kScannerBadAnswer,
                        what + ": there is no API of Clair 2 at that address (HTTP " +
                            std::to_string(response.status) + "); check url and version",
                        sdk::excerpt(response.body));
  }
  AdapterError error = sdk::error_for_status(response, what);
  const std::string sentence = error_sentence(response.body);
  const bool is_database = sentence.find("database") != std::string::npos ||
                           sentence.find("dial tcp") != std::string::npos;
  if (is_database && error.code == ErrorCode::kScannerUnavailable) {
    error.message += "; its PostgreSQL database is not there or in trouble";
  }
  return error;
}

}  // namespace portside::clair::v2
