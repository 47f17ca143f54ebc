// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "portside/api/http_client.hpp"
#include "portside/testing/conformance_quirks.hpp"

namespace portside::conformance {

/// What stands behind HttpClient::send(). [any]
using Backend = std::function<HttpResponse(const HttpRequest&, ByteSink*, const CallContext&)>;

/// Answers as the quirks say, or 200 with `{}`.
Backend usual_backend(const testing::Quirks& quirks);

/// Nothing answers.
Backend unreachable_backend();

/// The same answer to everything. `cut_short`: the connection breaks at its end.
Backend answering_backend(std::int32_t status, std::string body, bool cut_short = false);

/// Answers nothing before the call is over, and heeds its end.
Backend stalled_backend();

/// Waits until the call is cancelled or overdue, then throws as everything does that waits; at most
/// ten seconds, since a plugin may have brought a context that never ends.
[[noreturn]] void wait_for_the_end(const CallContext& context);

/// Hands a whole answer out as HttpClient::send() does: piece by piece to `sink`, or cut to what
/// the request wants kept.
HttpResponse handed_out(HttpResponse whole, const HttpRequest& request, ByteSink* sink,
                        const CallContext& context);

}  // namespace portside::conformance
