// SPDX-License-Identifier: Apache-2.0
#include "http-processor/refusal.hpp"

#include <cstddef>
#include <optional>

#include "http-processor/answer.hpp"
#include "portside/sdk/http_answer.hpp"

namespace portside::http_processor {
namespace {

ErrorCode code_of_status(std::int32_t status) noexcept {
  switch (status) {
    case 401:
    case 403: return ErrorCode::kScannerAuthentication;
    case 404:
    case 405:
    case 501: return ErrorCode::kUnsupported;
    case 429: return ErrorCode::kScannerRateLimited;
    case 408:
    case 425: return ErrorCode::kScannerUnavailable;
    default: break;
  }
  if (status >= 500) return ErrorCode::kScannerUnavailable;
  return status >= 400 ? ErrorCode::kScannerRejected : ErrorCode::kScannerBadAnswer;
}

std::string remedy_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kScannerAuthentication: return "; check 'authorization' in its configuration";
    case ErrorCode::kScannerBadAnswer:
      return "; redirects are not followed, check 'url' in its configuration";
    default: return "";
  }
}

}  // namespace

AdapterError refusal_of(const HttpResponse& response, const std::string& what) {
  const ErrorCode code = code_of_status(response.status);
  const std::string said = said_error(response.body);
  AdapterError error(code, what + " answered " + std::to_string(response.status) +
                               (said.empty() ? "" : ": " + said) + remedy_of(code));
  const std::optional<Millis> pause = sdk::retry_after_of(response);
  if (error.can_retry && pause && *pause > 0) error.retry_in(*pause);
  return error;
}

}  // namespace portside::http_processor
