// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/easy_handle.hpp"
#include "http/exchange.hpp"

namespace portside::http {

/// Sends a request that check_request() let through, on this thread, for at most `limit`
/// milliseconds and as long as `context` lasts; a cancellation is seen at once. Throws what `body`
/// throws, and kInternal.
Attempt transfer(EasyHandle& handle, const Transport& transport, const HttpRequest& request,
                 ByteSink* body, const Wants& wants, const CallContext& context, Millis limit);

}  // namespace portside::http
