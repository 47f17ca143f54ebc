// SPDX-License-Identifier: Apache-2.0
#include "runtime/offloaded_scanner.hpp"

#include <exception>
#include <optional>
#include <string>

#include "portside/host/call.hpp"
#include "runtime/fixed_deadlines.hpp"
#include "runtime/scanner_guard.hpp"

namespace portside::runtime {

template <typename Body>
auto OffloadedScanner::run(const char* method, const CallContext& context, Body body) const {
  // The call keeps the instance that it began in, also when another one takes its place meanwhile.
  auto entered = std::make_shared<EnteredInstance>(slot_->enter());
  const std::shared_ptr<CallAccount> account = entered->account();
  return offload_->run(account, method, context,
                       [entered = std::move(entered), body = std::move(body)](CallFence& fence) {
                         ScannerGuard inner(entered);
                         return body(inner, fence);
                       });
}

template <typename Body>
ScanStep OffloadedScanner::run_scan(const char* method, RegistryAccess& registry, ReportSink& sink,
                                    const CallContext& context, Body body) {
  return run(method, context,
             [&registry, &sink, body = std::move(body)](ScannerAdapter& inner, CallFence& fence) {
               FencedRegistryAccess fenced_registry(fence, registry);
               FencedReportSink fenced_sink(fence, sink);
               return body(inner, fenced_registry, fenced_sink, fence.context());
             });
}

void OffloadedScanner::configure(const Json& config, HostServices& host) {
  ScannerGuard(slot_).configure(config, host);
}

ScannerInfo OffloadedScanner::describe() const {
  const Call call({.deadline = kQuickDeadline});
  return run("describe", call.context(),
             [](ScannerAdapter& inner, CallFence&) { return inner.describe(); });
}

ScannerStatus OffloadedScanner::status(const CallContext& context) {
  return run("status", context,
             [](ScannerAdapter& inner, CallFence& fence) { return inner.status(fence.context()); });
}

ScanStep OffloadedScanner::scan_image(const ScanRequest& request, RegistryAccess& registry,
                                      ReportSink& sink, const CallContext& context) {
  return run_scan(
      "scan_image", registry, sink, context,
      [request](ScannerAdapter& inner, RegistryAccess& access, ReportSink& rows,
                const CallContext& call) { return inner.scan_image(request, access, rows, call); });
}

ScanStep OffloadedScanner::rescan_image(const ScanRequest& request, RegistryAccess& registry,
                                        ReportSink& sink, const CallContext& context) {
  return run_scan("rescan_image", registry, sink, context,
                  [request](ScannerAdapter& inner, RegistryAccess& access, ReportSink& rows,
                            const CallContext& call) {
                    return inner.rescan_image(request, access, rows, call);
                  });
}

ScanStep OffloadedScanner::resume_scan(const ScanRequest& request, const Json& continuation,
                                       const HttpResponse* awaited, RegistryAccess& registry,
                                       ReportSink& sink, const CallContext& context) {
  std::optional<HttpResponse> answer;
  if (awaited != nullptr) answer = *awaited;
  return run_scan("resume_scan", registry, sink, context,
                  [request, continuation, answer = std::move(answer)](
                      ScannerAdapter& inner, RegistryAccess& access, ReportSink& rows,
                      const CallContext& call) {
                    return inner.resume_scan(request, continuation, answer ? &*answer : nullptr,
                                             access, rows, call);
                  });
}

void OffloadedScanner::abandon_scan(const ScanRequest& request, const Json& continuation,
                                    const CallContext& context) {
  run("abandon_scan", context, [request, continuation](ScannerAdapter& inner, CallFence& fence) {
    inner.abandon_scan(request, continuation, fence.context());
  });
}

void OffloadedScanner::notify_image_deleted(const ScanRequest& request,
                                            const CallContext& context) {
  run("notify_image_deleted", context, [request](ScannerAdapter& inner, CallFence& fence) {
    inner.notify_image_deleted(request, fence.context());
  });
}

AcceptedNotification OffloadedScanner::accept_notification(const Notification& notification) {
  const Call call({.deadline = kQuickDeadline});
  return run("accept_notification", call.context(),
             [notification](ScannerAdapter& inner, CallFence&) {
               return inner.accept_notification(notification);
             });
}

RescanTargets OffloadedScanner::handle_notification(const Json& token, const CallContext& context) {
  return run("handle_notification", context, [token](ScannerAdapter& inner, CallFence& fence) {
    return inner.handle_notification(token, fence.context());
  });
}

void OffloadedScanner::acknowledge_notification(const Json& token, const CallContext& context) {
  run("acknowledge_notification", context, [token](ScannerAdapter& inner, CallFence& fence) {
    inner.acknowledge_notification(token, fence.context());
  });
}

ImageCheck OffloadedScanner::check_image(const ScanRequest& request, RegistryAccess* registry,
                                         const CallContext& context) {
  return run("check_image", context, [request, registry](ScannerAdapter& inner, CallFence& fence) {
    std::optional<FencedRegistryAccess> fenced;
    if (registry != nullptr) fenced.emplace(fence, *registry);
    return inner.check_image(request, fenced ? &*fenced : nullptr, fence.context());
  });
}

bool OffloadedScanner::make_step_here(const std::shared_ptr<const StepCall>& call,
                                      OnStepEnd on_end) {
  struct Ending {
    OnStepEnd tell = {};
    StepEnd end = {};
  };
  std::shared_ptr<Ending> ending;
  const auto fail = [&](AdapterError error) {
    (ending ? ending->tell : on_end)({.error = std::move(error)});
  };
  try {
    ending = std::make_shared<Ending>();
    ending->tell = std::move(on_end);
    auto entered = std::make_shared<EnteredInstance>(slot_->enter());
    const std::shared_ptr<CallAccount> account = entered->account();
    return offload_->run_here(
        account, name_of(call->method), call->context,
        [entered = std::move(entered), call, ending](CallFence& fence) {
          ScannerGuard inner(entered);
          FencedRegistryAccess registry(fence, *call->registry);
          FencedReportSink sink(fence, *call->sink);
          ending->end = make_step(inner, *call, registry, sink, fence.context());
        },
        [ending](const std::optional<AdapterError>& error) {
          ending->tell(error ? StepEnd{.error = error} : std::move(ending->end));
        });
  } catch (const AdapterError& error) {  // before the step: on_end does not throw
    fail(error);
  } catch (const std::exception& error) {
    fail(AdapterError(ErrorCode::kInternal,
                      std::string(name_of(call->method)) + " cannot be called: " + error.what()));
  }
  return true;
}

void* OffloadedScanner::extension(const char* id) noexcept {
  try {
    const Call call({.deadline = kQuickDeadline});
    return run("extension", call.context(),
               [id = std::string(id)](ScannerAdapter& inner, CallFence&) {
                 return inner.extension(id.c_str());
               });
  } catch (const std::exception&) {
    return nullptr;
  }
}

}  // namespace portside::runtime
