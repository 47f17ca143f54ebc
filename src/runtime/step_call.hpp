// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "portside/api/call_context.hpp"
#include "portside/api/error.hpp"
#include "portside/api/scanner_adapter.hpp"

namespace portside::runtime {

/// One step of a scan with what it needs, so that it may outlive who asked for it.
struct StepCall {
  enum class Method : std::uint8_t { kScan, kRescan, kResume };
  Method method = Method::kScan;
  std::shared_ptr<const ScanRequest> request = {};
  /// kResume.
  Json continuation = {};
  std::optional<HttpResponse> awaited = {};
  /// Ask for describe() first: a call of its own would take another thread.
  bool describes = false;

  std::shared_ptr<const CallContext> context;
  /// The caller's, for as long as he was not told of the end.
  RegistryAccess* registry = nullptr;
  ReportSink* sink = nullptr;
};

/// The method of ScannerAdapter.
const char* name_of(StepCall::Method method) noexcept;

/// What a step came to: a step or an error.
struct StepEnd {
  std::optional<ScanStep> step = {};
  std::optional<AdapterError> error = {};
  /// With `step` after StepCall::describes.
  std::optional<ScannerInfo> info = {};
};

/// Makes the step, with these objects in the place of the call's own. Throws what the adapter does.
StepEnd make_step(ScannerAdapter& adapter, const StepCall& call, RegistryAccess& registry,
                  ReportSink& sink, const CallContext& context);

/// Does not throw.
using OnStepEnd = std::function<void(StepEnd)>;

}  // namespace portside::runtime
