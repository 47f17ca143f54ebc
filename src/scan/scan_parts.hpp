// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>

#include "portside/host/image_source.hpp"
#include "portside/host/plugin_registry.hpp"
#include "portside/host/report_store.hpp"
#include "portside/host/scan_service.hpp"

namespace portside::scan {

/// What all scans of a service use. [any]
struct ScanParts {
  ScanParts(PluginRegistry& registry, std::shared_ptr<ImageSource> source,
            std::shared_ptr<ReportStore> store, ScanServiceOptions given);

  PluginRegistry& plugins;
  const std::shared_ptr<ImageSource> images;
  const std::shared_ptr<ReportStore> reports;
  const ScanServiceOptions options;
  /// Epoch milliseconds.
  const std::function<Millis()> now;
  /// Milliseconds of a clock that does not jump.
  const std::function<Millis()> steady_now;

  /// Held while a report is stored or removed: a scan that was cancelled before stores none after.
  std::mutex commit_mutex;

  /// By steady_now: nobody is told to abandon a scan after this time. Set when the service closes.
  std::atomic<Millis> last_abandon{std::numeric_limits<Millis>::max()};
};

}  // namespace portside::scan
