// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

#include "portside/api/http_client.hpp"
#include "scan/job.hpp"
#include "scan/scan_parts.hpp"
#include "scan/scan_run.hpp"

namespace portside::http {
class AsyncCall;
}

namespace portside::scan {

/// Through which the request would go; null where it must not be sent.
std::shared_ptr<HttpClient> client_for(ScanParts& parts, const Job& job,
                                       const HttpRequest& request) noexcept;

/// False for a client of this library. Who sends through another one
/// (HostOptions::make_http_client) waits for the answer, and may find such a one by then where
/// there is none yet (null).
bool holds_thread(const HttpClient* client) noexcept;

/// Sends the request that a scan awaits, through its adapter's HTTP client. `on_end` is called
/// once, on any thread, perhaps before this returns. Does not throw.
///
/// Returns what cancels it; null when it has ended. (A client that holds this thread is ended by
/// Job::cancel().)
std::shared_ptr<http::AsyncCall> send_awaited(ScanParts& parts, Job& job, HttpRequest request,
                                              Millis limit,
                                              std::function<void(Awaited)> on_end) noexcept;

}  // namespace portside::scan
