// SPDX-License-Identifier: Apache-2.0
#include "anchore/detection.hpp"

#include "anchore/api.hpp"
#include "anchore/errors.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/http_answer.hpp"
#include "portside/sdk/json_call.hpp"

namespace portside::anchore {
namespace {

constexpr std::uint64_t kMostVersionBytes = std::uint64_t{1} << 20U;
constexpr std::size_t kLongestVersion = 64;

}  // namespace

ServerVersion detect_version(const Anchore& anchore, const CallContext& context) {
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
  const HttpResponse answer = sdk::send_for_json(anchore.http, get_version(anchore), json,
                                                 {"Anchore's version", kMostVersionBytes}, context);
  // Engine before 0.3.0 does not tell.
  if (answer.status == 404) return {1, {}};
  if (answer.status != 200) throw anchore_error(answer, "Anchore did not tell its version");
  if (!has_service && api.empty()) {
    throw AdapterError(ErrorCode::kScannerBadAnswer,
                       anchore.config.url +
                           " is no Anchore: its answer to GET /version names no service; correct "
                           "'url', or say 'api_version' if the path is closed");
  }
  return {api.rfind('2', 0) == 0 ? 2 : 1, service};
}

}  // namespace portside::anchore
