// SPDX-License-Identifier: Apache-2.0
#include "runtime/step_call.hpp"

namespace portside::runtime {
namespace {

ScanStep call_method(ScannerAdapter& adapter, const StepCall& call, RegistryAccess& registry,
                     ReportSink& sink, const CallContext& context) {
  switch (call.method) {
    case StepCall::Method::kScan: return adapter.scan_image(*call.request, registry, sink, context);
    case StepCall::Method::kRescan:
      return adapter.rescan_image(*call.request, registry, sink, context);
    case StepCall::Method::kResume: break;
  }
  return adapter.resume_scan(*call.request, call.continuation,
                             call.awaited ? &*call.awaited : nullptr, registry, sink, context);
}

}  // namespace

const char* name_of(StepCall::Method method) noexcept {
  switch (method) {
    case StepCall::Method::kScan: return "scan_image";
    case StepCall::Method::kRescan: return "rescan_image";
    case StepCall::Method::kResume: break;
  }
  return "resume_scan";
}

StepEnd make_step(ScannerAdapter& adapter, const StepCall& call, RegistryAccess& registry,
                  ReportSink& sink, const CallContext& context) {
  StepEnd end;
  if (call.describes) end.info = adapter.describe();
  end.step = call_method(adapter, call, registry, sink, context);
  return end;
}

}  // namespace portside::runtime
