// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "cli/commands.hpp"
#include "cli/image_name.hpp"
#include "cli/scanner_options.hpp"
#include "portside/host/config.hpp"
#include "portside/host/image_source.hpp"
#include "portside/host/plugin_registry.hpp"
#include "portside/host/report_store.hpp"
#include "portside/host/scan_service.hpp"

namespace portside::cli {

/// What commands about scanners work with: an adapter, the last reports, and the places that
/// images are in.
class ScanSession {
 public:
  /// Throws kConfigInvalid, kInvalidArgument, kIo; kPluginNotFound, kPluginRefused and what its
  /// configure() throws for the adapter.
  ScanSession(const ScannerOptions& options, const Program& program);

  const std::string& adapter_id() const noexcept { return adapter_id_; }
  PluginRegistry& plugins() noexcept { return *plugins_; }

  /// Where `image`, and all others of its place, can be read. Throws kInvalidArgument,
  /// kConfigInvalid, kNotFound (no such folder).
  std::shared_ptr<ImageSource> source_of(const ImageName& image) const;

  /// A service for images of one source.
  std::unique_ptr<ScanService> service(std::shared_ptr<ImageSource> source,
                                       ScanServiceOptions options = {});

 private:
  const ScannerOptions options_;
  Config config_;
  std::string adapter_id_;
  std::shared_ptr<ReportStore> reports_;
  std::unique_ptr<PluginRegistry> plugins_;
};

}  // namespace portside::cli
