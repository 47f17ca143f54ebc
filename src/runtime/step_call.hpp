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
};

/// Makes the step, with these objects in the place of the call's own. Throws what the adapter does.
ScanStep make_step(ScannerAdapter& adapter, const StepCall& call, RegistryAccess& registry,
                   ReportSink& sink, const CallContext& context);

/// Does not throw.
using OnStepEnd = std::function<void(StepEnd)>;

}  // namespace portside::runtime
