// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "portside/api/scanner_adapter.hpp"
#include "runtime/adapter_slot.hpp"

namespace portside::runtime {

/// The adapter of a slot as a host may call it, on the caller's thread: see guarded_call(). It
/// also checks what the adapter returns against the rules of the boundary.
class ScannerGuard final : public ScannerAdapter {
 public:
  explicit ScannerGuard(std::shared_ptr<Entrance> entrance) : entrance_(std::move(entrance)) {}

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

 private:
  template <typename Call>
  decltype(auto) call(const CallContext* context, const char* method, Call&& call);

  const std::shared_ptr<Entrance> entrance_;
};

}  // namespace portside::runtime
