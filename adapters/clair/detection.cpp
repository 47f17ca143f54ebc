// SPDX-License-Identifier: Apache-2.0
#include "clair/detection.hpp"

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

/// Both generations answer unknown paths with a text of Go's; what they know is JSON, also when it
/// is an error.
bool is_known_path(const HttpResponse& response) {
  return response.status == 200 ||
         (response.status >= 500 && !response.body.empty() && response.body.front() == '{');
}

}  // namespace

int detect_generation(const Clair& clair, const CallContext& context) {
  const std::string& url = clair.config.indexer_url;
  const HttpResponse four = ask(clair, url + "/indexer/api/v1/index_state", context);
  // 401: a Clair 4 with a key that we do not show here.
  if (four.status == 401 || is_known_path(four)) return 4;
  const HttpResponse two = ask(clair, url + "/v1/namespaces", context);
  if (is_known_path(two)) return 2;
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
