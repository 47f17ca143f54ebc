// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "portside/api/error.hpp"
#include "portside/api/http_client.hpp"

namespace portside::http_processor {

/// The error for an answer whose status is not 2xx: who has to act, and whether asking again can
/// help. What the service says of it (`Error`, or text) is in the message. `what` begins it: `the
/// processor at http://rocket:9090`.
///
///   400, 409, 413, 415, 422, other 4xx     kScannerRejected
///   401, 403                               kScannerAuthentication
///   404, 405, 501                          kUnsupported
///   408, 425, 429, 500, other 5xx          kScannerUnavailable, kScannerRateLimited; may pass
///   3xx, 1xx                               kScannerBadAnswer
AdapterError refusal_of(const HttpResponse& response, const std::string& what);

}  // namespace portside::http_processor
