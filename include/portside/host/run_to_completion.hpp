// SPDX-License-Identifier: Apache-2.0
//
// A scan from its first step to its last on the caller's thread, for tests and tiny hosts. Hosts
// that scan many images use ScanService, which holds no thread while a scanner works.
//
//   portside::Call call({.deadline = 600'000});
//   portside::CollectingReportSink rows;
//   auto step = portside::run_to_completion(
//       *plugins.scanner("clair"), request, *access, rows, call.context(),
//       [&](const portside::HttpRequest& awaited, const portside::CallContext& context) {
//         return plugins.client_for("clair", awaited.url)->send(awaited, nullptr, context);
//       });
#pragma once

#include <cstdint>
#include <functional>

#include "portside/api/call_context.hpp"
#include "portside/api/error.hpp"
#include "portside/api/http_client.hpp"
#include "portside/api/registry_access.hpp"
#include "portside/api/report_sink.hpp"
#include "portside/api/scan_request.hpp"
#include "portside/api/scan_step.hpp"
#include "portside/api/scanner_adapter.hpp"

namespace portside {

/// Sends the request that a pending step awaits, and returns its answer. Throws AdapterError when
/// there is none.
using SendAwaited = std::function<HttpResponse(const HttpRequest&, const CallContext&)>;

/// Which operation begins the scan.
enum class ScanMode : std::int32_t {
  kScan = 0,    ///< ScannerAdapter::scan_image()
  kRescan = 1,  ///< ScannerAdapter::rescan_image()
};

/// Makes the steps of a scan until one is not pending, and returns it (kDone or kUnchanged).
///
/// Rows are kept in memory and go to `sink` when the scan is done. A continuation that cannot be
/// resumed starts the scan afresh once; other errors are thrown as they are, without a retry. When
/// `context` ends while the scan is pending, also inside resume_scan(), abandon_scan() is called
/// and kCancelled or kDeadlineExceeded thrown. Without `send` a step that awaits a request throws
/// kUnsupported. A request without an answer resumes the scan with an HttpResponse of status 0.
/// [any]
ScanStep run_to_completion(ScannerAdapter& adapter, const ScanRequest& request,
                           RegistryAccess& registry, ReportSink& sink, const CallContext& context,
                           const SendAwaited& send = {}, ScanMode mode = ScanMode::kScan);

}  // namespace portside
