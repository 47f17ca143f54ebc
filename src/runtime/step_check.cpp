// SPDX-License-Identifier: Apache-2.0
#include "runtime/step_check.hpp"

#include <string>

#include "portside/api/error.hpp"

namespace portside::runtime {
namespace {

[[noreturn]] void broken(std::string_view who, std::string_view method, const std::string& rule) {
  throw AdapterError(ErrorCode::kPluginContract, std::string(who) + ": " + std::string(method) +
                                                     " returned " + rule +
                                                     "; report this defect to the plugin's vendor");
}

}  // namespace

ScanStep checked_step(std::string_view who, std::string_view method, bool has_previous,
                      ScanStep step) {
  switch (step.kind) {
    case StepKind::kDone: return step;
    case StepKind::kUnchanged:
      if (has_previous) return step;
      broken(who, method, "\"unchanged\" for an image that has no report yet");
    case StepKind::kPending: break;
    default:
      broken(who, method,
             "a step of kind " + std::to_string(static_cast<int>(step.kind)) +
                 ", which does not exist");
  }
  if (!step.await && step.retry_after <= 0) {
    broken(who, method, "a pending step with neither a request to wait for nor a time to resume");
  }
  if (step.continuation.text.size() > kMaxContinuationBytes) {
    broken(who, method,
           "a continuation of " + std::to_string(step.continuation.text.size()) +
               " bytes; at most " + std::to_string(kMaxContinuationBytes) + " are kept");
  }
  return step;
}

}  // namespace portside::runtime
