// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "offline/config.hpp"
#include "offline/index_file.hpp"
#include "portside/sdk/scanner_base.hpp"

namespace portside::offline {

/// Lists the packages of an image from its layers and holds them against an index of advisories.
/// Asks no server, keeps nothing about images, and finishes each scan in one step.
class OfflineScanner final : public sdk::ScannerBase {
 public:
  void configure(const Json& config, HostServices& host) override;
  ScannerInfo describe() const override;
  ScannerStatus status(const CallContext& context) override;
  ScanStep scan_image(const ScanRequest& request, RegistryAccess& registry, ReportSink& sink,
                      const CallContext& context) override;
  ImageCheck check_image(const ScanRequest& request, RegistryAccess* registry,
                         const CallContext& context) override;

 private:
  HostServices* host_ = nullptr;
  OfflineConfig config_;
  std::unique_ptr<IndexFile> index_;
};

}  // namespace portside::offline
