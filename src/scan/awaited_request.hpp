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

/// Sends the request that a scan awaits, through its adapter's HTTP client. `on_end` is called
/// once, on any thread, perhaps before this returns. Does not throw.
///
/// Returns what cancels it; null when it has ended. (A client of the host's own,
/// HostOptions::make_http_client, holds this thread; Job::cancel() ends it then.)
std::shared_ptr<http::AsyncCall> send_awaited(ScanParts& parts, Job& job, HttpRequest request,
                                              Millis limit,
                                              std::function<void(Awaited)> on_end) noexcept;

}  // namespace portside::scan
