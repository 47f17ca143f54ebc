// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "portside/api/error.hpp"
#include "portside/api/scanner_adapter.hpp"

namespace portside::sdk {

/// A ScannerAdapter in which everything that can have a default has one. A class that derives from
/// it implements describe() and scan_image(), and overrides what its scanner can do beyond that:
///
///   status()                  says "reachable" without asking anybody
///   rescan_image()            scans afresh
///   resume_scan()             throws kStaleContinuation; needed as soon as a step is kPending
///   abandon_scan()            does nothing
///   notify_image_deleted()    does nothing: the scanner keeps nothing
///   accept_notification()     throws kUnsupported, as do the two steps after it
///   check_image()             throws kUnsupported
///   extension()               has none
class ScannerBase : public ScannerAdapter {
 public:
  void configure(const Json&, HostServices&) override {}

  ScannerStatus status(const CallContext&) override {
    ScannerStatus status;
    status.reachable = true;
    status.version = describe().version;
    return status;
  }

  ScanStep rescan_image(const ScanRequest& request, RegistryAccess& registry, ReportSink& sink,
                        const CallContext& context) override {
    return scan_image(request, registry, sink, context);
  }

  ScanStep resume_scan(const ScanRequest&, const Json&, const HttpResponse*, RegistryAccess&,
                       ReportSink&, const CallContext&) override {
    throw AdapterError(ErrorCode::kStaleContinuation,
                       describe().name + " does not resume scans: it finishes them in one step");
  }

  void abandon_scan(const ScanRequest&, const Json&, const CallContext&) override {}

  void notify_image_deleted(const ScanRequest&, const CallContext&) override {}

  AcceptedNotification accept_notification(const Notification&) override {
    throw unsupported("take notifications");
  }

  RescanTargets handle_notification(const Json&, const CallContext&) override {
    throw unsupported("take notifications");
  }

  void acknowledge_notification(const Json&, const CallContext&) override {
    throw unsupported("take notifications");
  }

  ImageCheck check_image(const ScanRequest&, RegistryAccess*, const CallContext&) override {
    throw unsupported("check images");
  }

  void* extension(const char*) noexcept override { return nullptr; }

 private:
  AdapterError unsupported(const char* what) const {
    return AdapterError(ErrorCode::kUnsupported, describe().name + " does not " + what);
  }
};

}  // namespace portside::sdk
