// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>

#include "clair/config.hpp"
#include "clair/generation.hpp"
#include "portside/sdk/scanner_base.hpp"

namespace portside::clair {

/// Quay's Clair, of its second and its fourth generation, behind one interface. Which of them
/// answers is found out when the first call needs to know. Neither has a call that stops its work:
/// an abandoned scan ends with the connection of the request that it awaits, which the host closes.
class ClairScanner final : public sdk::ScannerBase {
 public:
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
  void notify_image_deleted(const ScanRequest& request, const CallContext& context) override;
  AcceptedNotification accept_notification(const Notification& notification) override;
  RescanTargets handle_notification(const Json& token, const CallContext& context) override;
  void acknowledge_notification(const Json& token, const CallContext& context) override;
  ImageCheck check_image(const ScanRequest& request, RegistryAccess* registry,
                         const CallContext& context) override;

 private:
  Generation& generation(const CallContext& context);
  Generation& generation_of(int number);

  HostServices* host_ = nullptr;
  ClairConfig config_;
  std::unique_ptr<Clair> clair_;
  std::unique_ptr<Generation> clair2_;
  std::unique_ptr<Generation> clair4_;
  std::mutex mutex_;
  Generation* found_ = nullptr;
};

}  // namespace portside::clair
