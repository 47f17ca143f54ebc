// SPDX-License-Identifier: Apache-2.0
//
// What adapters do with the answers of scanners that speak JSON over HTTP.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "portside/api/error.hpp"
#include "portside/api/http_client.hpp"

namespace portside::sdk {

/// The first header field of that name, whatever its case: of an answer, or of a call that came in
/// (Notification::headers). Refers to `headers`.
std::optional<std::string_view> header_of(const Headers& headers, std::string_view name);
std::optional<std::string_view> header_of(const HttpResponse& response, std::string_view name);

/// Milliseconds that a Retry-After asks for, seconds or a date (RFC 9110 section 10.2.3), at most
/// an hour; 0 for a date that has passed by the answer's own Date, or without one by the clock
/// here. Nothing without a Retry-After, or for one that is neither.
std::optional<Millis> retry_after_of(const HttpResponse& response);

/// The beginning of a text from outside, fit for AdapterError::detail: at most `limit` bytes of
/// valid UTF-8, no control characters, and `[hidden]` in place of the values of Authorization
/// members and headers, of `Bearer ...` and `Basic ...`, of userinfo and signatures in URLs, of
/// JWTs, of members that are called passwords, and of options of programs that take credentials
/// (`skopeo --src-creds`).
std::string excerpt(std::string_view text, std::size_t limit = 500);

/// The error for an answer whose status the caller did not expect, when no more exact rule applies:
/// 401 and 403 kScannerAuthentication; 429 kScannerRateLimited; 408 and 5xx kScannerUnavailable;
/// 3xx kScannerBadAnswer; other 4xx kScannerRejected; all else kScannerBadAnswer. `what` begins the
/// message: `Clair did not take the layer`. The detail is an excerpt of the body; Retry-After is
/// taken over.
AdapterError error_for_status(const HttpResponse& response, const std::string& what);

}  // namespace portside::sdk
