// SPDX-License-Identifier: Apache-2.0
#include "clair/detection.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "portside/api/error.hpp"
#include "portside/sdk/http_answer.hpp"

namespace portside::clair {
namespace {

constexpr std::uint64_t kMaxAnswerBytes = std::uint64_t{1} << 20U;

HttpResponse ask(const Clair& clair, const std::string& url, const CallContext& context) {
  HttpRequest request;
  request.url = url;
  request.headers = {{"Accept", "application/json"}};
  request.idempotent = true;
  request.max_body = kMaxAnswerBytes;
  request.timeout = clair.config.timeout;
  return clair.http.send(request, nullptr, context);
}

nlohmann::json body_of(const HttpResponse& response) {
  if (std::count(response.body.begin(), response.body.end(), '{') > 1'000) return {};
  return nlohmann::json::parse(response.body, nullptr, /*allow_exceptions=*/false);
}

bool has(const nlohmann::json& body, const char* key) {
  return body.is_object() && body.contains(key);
}

/// Proxies answer for servers that are away, and some web servers answer everything: only what
/// Clair itself would say counts.
bool is_clair_4(const HttpResponse& response) {
  // It does not say more to those without a token.
  if (response.status == 401) return response.body.empty();
  const nlohmann::json body = body_of(response);
  if (response.status == 200) return has(body, "state");
  return response.status >= 500 && has(body, "code") && has(body, "message");
}

bool is_clair_2(const HttpResponse& response) {
  const nlohmann::json body = body_of(response);
  if (response.status == 200) return has(body, "Namespaces");
  return response.status >= 500 && has(body, "Error");
}

}  // namespace

int detect_generation(const Clair& clair, const CallContext& context) {
  const std::string& url = clair.config.indexer_url;
  const HttpResponse four = ask(clair, url + "/indexer/api/v1/index_state", context);
  if (is_clair_4(four)) return 4;
  const HttpResponse two = ask(clair, url + "/v1/namespaces", context);
  if (is_clair_2(two)) return 2;
  if (two.status >= 500 || four.status >= 500) {
    throw sdk::error_for_status(two.status >= 500 ? two : four, url + " cannot say what it is");
  }
  throw AdapterError(ErrorCode::kScannerBadAnswer,
                     url + " is neither Clair 2 nor Clair 4: it answers " +
                         std::to_string(four.status) + " to GET /indexer/api/v1/index_state and " +
                         std::to_string(two.status) +
                         " to GET /v1/namespaces; correct 'url', or say 'version' if the paths are "
                         "closed",
                     sdk::excerpt(two.body));
}

}  // namespace portside::clair
