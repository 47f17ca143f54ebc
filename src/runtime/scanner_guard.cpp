// SPDX-License-Identifier: Apache-2.0
#include "runtime/scanner_guard.hpp"

#include "portside/api/error.hpp"
#include "portside/host/call.hpp"
#include "runtime/fixed_deadlines.hpp"
#include "runtime/guarded_call.hpp"
#include "runtime/host_sink.hpp"
#include "runtime/step_check.hpp"

namespace portside::runtime {

using Turn = Instance::Use::Turn;

template <typename Call>
decltype(auto) ScannerGuard::call(const CallContext* context, const char* method, Call&& call) {
  return guarded_call<ScannerAdapter>(*entrance_, context, Turn::kWait, method,
                                      std::forward<Call>(call));
}

void ScannerGuard::configure(const Json&, HostServices&) {
  throw AdapterError(ErrorCode::kInvalidArgument,
                     entrance_->id() + " is configured by the plugin registry");
}

ScannerInfo ScannerGuard::describe() const {
  return guarded_call<ScannerAdapter>(*entrance_, nullptr, Turn::kFree, "describe",
                                      [](ScannerAdapter& adapter) { return adapter.describe(); });
}

ScannerStatus ScannerGuard::status(const CallContext& context) {
  return call(&context, "status", [&](ScannerAdapter& adapter) { return adapter.status(context); });
}

ScanStep ScannerGuard::scan_image(const ScanRequest& request, RegistryAccess& registry,
                                  ReportSink& sink, const CallContext& context) {
  HostReportSink rows(sink);
  return call(&context, "scan_image", [&](ScannerAdapter& adapter) {
    return checked_step(entrance_->id(), "scan_image", request.previous.has_value(),
                        adapter.scan_image(request, registry, rows, context));
  });
}

ScanStep ScannerGuard::rescan_image(const ScanRequest& request, RegistryAccess& registry,
                                    ReportSink& sink, const CallContext& context) {
  HostReportSink rows(sink);
  return call(&context, "rescan_image", [&](ScannerAdapter& adapter) {
    return checked_step(entrance_->id(), "rescan_image", request.previous.has_value(),
                        adapter.rescan_image(request, registry, rows, context));
  });
}

ScanStep ScannerGuard::resume_scan(const ScanRequest& request, const Json& continuation,
                                   const HttpResponse* awaited, RegistryAccess& registry,
                                   ReportSink& sink, const CallContext& context) {
  HostReportSink rows(sink);
  return call(&context, "resume_scan", [&](ScannerAdapter& adapter) {
    return checked_step(
        entrance_->id(), "resume_scan", request.previous.has_value(),
        adapter.resume_scan(request, continuation, awaited, registry, rows, context));
  });
}

void ScannerGuard::abandon_scan(const ScanRequest& request, const Json& continuation,
                                const CallContext& context) {
  call(&context, "abandon_scan",
       [&](ScannerAdapter& adapter) { adapter.abandon_scan(request, continuation, context); });
}

void ScannerGuard::notify_image_deleted(const ScanRequest& request, const CallContext& context) {
  call(&context, "notify_image_deleted",
       [&](ScannerAdapter& adapter) { adapter.notify_image_deleted(request, context); });
}

AcceptedNotification ScannerGuard::accept_notification(const Notification& notification) {
  const Call quick({.deadline = kQuickDeadline});
  return call(&quick.context(), "accept_notification",
              [&](ScannerAdapter& adapter) { return adapter.accept_notification(notification); });
}

RescanTargets ScannerGuard::handle_notification(const Json& token, const CallContext& context) {
  return call(&context, "handle_notification",
              [&](ScannerAdapter& adapter) { return adapter.handle_notification(token, context); });
}

void ScannerGuard::acknowledge_notification(const Json& token, const CallContext& context) {
  call(&context, "acknowledge_notification",
       [&](ScannerAdapter& adapter) { adapter.acknowledge_notification(token, context); });
}

ImageCheck ScannerGuard::check_image(const ScanRequest& request, RegistryAccess* registry,
                                     const CallContext& context) {
  return call(&context, "check_image", [&](ScannerAdapter& adapter) {
    return adapter.check_image(request, registry, context);
  });
}

void* ScannerGuard::extension(const char* id) noexcept {
  try {
    return guarded_call<ScannerAdapter>(
        *entrance_, nullptr, Turn::kFree, "extension",
        [id](ScannerAdapter& adapter) { return adapter.extension(id); });
  } catch (const AdapterError&) {
    return nullptr;
  }
}

}  // namespace portside::runtime
