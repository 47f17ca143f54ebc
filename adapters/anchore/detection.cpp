// SPDX-License-Identifier: Apache-2.0
#include "anchore/detection.hpp"

#include <algorithm>
#include <utility>

#include "anchore/api.hpp"
#include "anchore/errors.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/http_answer.hpp"
#include "portside/sdk/json_call.hpp"

namespace portside::anchore {
namespace {

constexpr std::uint64_t kMostVersionBytes = std::uint64_t{1} << 20U;
constexpr std::size_t kLongestVersion = 64;

/// Engine before 0.4.0 knows no `source` of an image.
bool is_too_old(std::string_view service) {
  return service.substr(0, 4) == "0.2." || service.substr(0, 4) == "0.3." ||
         service.substr(0, 4) == "0.1.";
}

HttpRequest within(HttpRequest request, Millis limit) {
  request.timeout = std::min(request.timeout, limit);
  return request;
}

/// A server of v1 may not tell its version (Engine before 0.3.0, or a gateway that leaves the path
/// out); but neither does what is no Anchore at all.
ServerVersion version_of_silence(const Anchore& anchore, const HttpResponse& answer,
                                 const CallContext& context, Millis limit) {
  if (read_error_body(answer).is_anchores) return {1, {}};
  const HttpResponse first =
      anchore.http.send(within(get_first_version(anchore), limit), nullptr, context);
  if (first.status == 200 && first.body.find("\"v1\"") != std::string::npos) return {1, {}};
  throw AdapterError(ErrorCode::kScannerBadAnswer,
                     anchore.config.url +
                         " does not tell its version (404), and it does not answer as v1 of "
                         "Anchore's API would; correct 'url', or say 'api_version' if the path is "
                         "closed",
                     sdk::excerpt(answer.body));
}

}  // namespace

ServerVersion detect_version(const Anchore& anchore, const CallContext& context, Millis limit) {
  std::string api;
  std::string service;
  bool has_service = false;
  const auto text_of = [](std::string& target) {
    return [&target](const sdk::JsonScalar& value) {
      if (value.is_string()) target = sdk::excerpt(value.text, kLongestVersion);
    };
  };
  sdk::JsonLimits limits;
  limits.text_bytes = kMostVersionBytes;
  sdk::JsonStream json("Anchore's version",
                       {{"/service", [&](std::string_view) { has_service = true; }},
                        {"/service/version", {}, {}, text_of(service)},
                        {"/api/version", {}, {}, text_of(api)}},
                       limits);
  const HttpResponse answer =
      sdk::send_for_json(anchore.http, within(get_version(anchore), limit), json,
                         {"Anchore's version", kMostVersionBytes}, context);
  if (answer.status == 404) return version_of_silence(anchore, answer, context, limit);
  if (answer.status != 200) throw anchore_error(answer, "Anchore did not tell its version");
  if (!has_service && api.empty()) {
    throw AdapterError(ErrorCode::kScannerBadAnswer,
                       anchore.config.url +
                           " is no Anchore: its answer to GET /version names no service; correct "
                           "'url', or say 'api_version' if the path is closed");
  }
  if (is_too_old(service)) {
    throw AdapterError(ErrorCode::kUnsupported,
                       "Anchore Engine " + service +
                           " is too old: it cannot take an image by its digest as this adapter "
                           "sends it; expected 0.4.0 or newer");
  }
  return {api.rfind('2', 0) == 0 ? 2 : 1, service};
}

}  // namespace portside::anchore
