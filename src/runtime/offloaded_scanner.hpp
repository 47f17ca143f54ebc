// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "portside/api/scanner_adapter.hpp"
#include "runtime/adapter_slot.hpp"
#include "runtime/offload.hpp"
#include "runtime/step_call.hpp"

namespace portside::runtime {

/// Makes the calls of an adapter through an Offload. Arguments are copied into the call, which may
/// outlive its caller, or shared with it.
class OffloadedScanner final : public ScannerAdapter {
 public:
  OffloadedScanner(std::shared_ptr<AdapterSlot> slot, std::shared_ptr<Offload> offload)
      : slot_(std::move(slot)), offload_(std::move(offload)) {}

  void configure(const Json& config, HostServices& host) override;
  ScannerInfo describe() const override;
  ScannerStatus status(const CallContext& context) override;
  ScanStep scan_image(const ScanRequest& request, RegistryAccess& registry, ReportSink& sink,
                      const CallContext& context) override;
  ScanStep rescan_image(const ScanRequest& request, RegistryAccess& registry, ReportSink& sink,
                        const CallContext& context) override;
  ScanStep resume_scan(const ScanRequest& request, const Json& continuation,
                       const HttpResponse* awaited, RegistryAccess& registry, ReportSink& sink,
                       const CallContext& context) override;
  void abandon_scan(const ScanRequest& request, const Json& continuation,
                    const CallContext& context) override;
  void notify_image_deleted(const ScanRequest& request, const CallContext& context) override;
  AcceptedNotification accept_notification(const Notification& notification) override;
  RescanTargets handle_notification(const Json& token, const CallContext& context) override;
  void acknowledge_notification(const Json& token, const CallContext& context) override;
  ImageCheck check_image(const ScanRequest& request, RegistryAccess* registry,
                         const CallContext& context) override;
  void* extension(const char* id) noexcept override;

  /// Makes a step on this thread, as Offload::run_here() does: `on_end` is called once, and false
  /// is returned by a thread that was left to the plugin. Does not throw.
  bool make_step_here(const std::shared_ptr<const StepCall>& call, OnStepEnd on_end);

 private:
  /// Runs `body(adapter, fence)`.
  template <typename Body>
  auto run(const char* method, const CallContext& context, Body body) const;
  /// Runs `body(adapter, registry, sink, context)` with the caller's objects behind the fence.
  template <typename Body>
  ScanStep run_scan(const char* method, RegistryAccess& registry, ReportSink& sink,
                    const CallContext& context, Body body);

  const std::shared_ptr<AdapterSlot> slot_;
  const std::shared_ptr<Offload> offload_;
};

}  // namespace portside::runtime
