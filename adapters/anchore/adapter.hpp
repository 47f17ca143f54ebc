// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "anchore/api.hpp"
#include "anchore/config.hpp"
#include "anchore/detection.hpp"
#include "anchore/scan.hpp"
#include "portside/sdk/scanner_base.hpp"

namespace portside::anchore {

/// Anchore Engine (API v1) and Anchore Enterprise (API v2) behind one interface. Which of them
/// answers is found out when the first call needs to know.
class AnchoreScanner final : public sdk::ScannerBase {
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
  /// Deletes what this adapter brought and Anchore has not analysed: analyzers take one image at a
  /// time, and one that is stuck can be posted again only after that. Not with `on_delete: keep`.
  void abandon_scan(const ScanRequest& request, const Json& continuation,
                    const CallContext& context) override;
  void notify_image_deleted(const ScanRequest& request, const CallContext& context) override;
  AcceptedNotification accept_notification(const Notification& notification) override;
  RescanTargets handle_notification(const Json& token, const CallContext& context) override;
  void acknowledge_notification(const Json& token, const CallContext& context) override;
  ImageCheck check_image(const ScanRequest& request, RegistryAccess* registry,
                         const CallContext& context) override;

 private:
  Api api(const CallContext& context);
  Api owning_api(const CallContext& context);
  ServerVersion detect(const CallContext& context, Millis limit);
  std::string service_version() const;
  ServerVersion version_for_status(const CallContext& context);
  void add_feeds(ScannerStatus& status, const Api& api, const CallContext& context);
  void check_credentials(const Api& api, const CallContext& context);
  ScanStep with_version(ScanStep step, const CallContext& context);
  bool is_worth_asking();

  HostServices* host_ = nullptr;
  /// `owner` may be found at the first call that needs one, under `mutex_`; then it stays.
  AnchoreConfig config_;
  std::unique_ptr<Anchore> anchore_;
  ScanMemory memory_;
  mutable std::mutex mutex_;
  /// `api` is 0 until it is known. Guarded by `mutex_`.
  ServerVersion version_;
  /// When the server was asked for its version for a report. Guarded by `mutex_`.
  Millis asked_at_ = 0;
};

}  // namespace portside::anchore
