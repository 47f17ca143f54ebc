// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "clair/generation.hpp"

namespace portside::clair::v4 {

/// Clair 4.x: one POST of the whole manifest to the indexer; the answer is read from the matcher,
/// which joins what is in the image with what is known now.
class Clair4 final : public Generation {
 public:
  explicit Clair4(const Clair& clair) : clair_(clair) {}

  ScannerStatus status(const CallContext& context) override;
  ScanStep scan(const ScanRequest& request, RegistryAccess& registry, ReportSink& sink,
                const CallContext& context) override;
  ScanStep resume(const ScanRequest& request, const Continuation& continuation,
                  const HttpResponse* awaited, RegistryAccess& registry, ReportSink& sink,
                  const CallContext& context) override;
  ScanSummary latest_report(const ScanRequest& request, ReportSink& sink,
                            const CallContext& context) override;
  bool is_outdated(const ScanRequest& request, const CallContext& context) override;
  void image_deleted(const ScanRequest& request, const CallContext& context) override;
  RescanTargets affected_images(const std::string& notification,
                                const CallContext& context) override;
  void forget_notification(const std::string& notification, const CallContext& context) override;

 private:
  ScanStep post(const ScanRequest& request, Continuation at, RegistryAccess& registry,
                const CallContext& context);
  ScanStep posted(const ScanRequest& request, const Continuation& at, const HttpResponse& answer,
                  RegistryAccess& registry, ReportSink& sink, const CallContext& context);
  ScanStep match(const ScanRequest& request, Continuation at, RegistryAccess& registry,
                 ReportSink& sink, const CallContext& context);

  const Clair clair_;
};

}  // namespace portside::clair::v4
