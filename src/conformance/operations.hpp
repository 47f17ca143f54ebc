// SPDX-License-Identifier: Apache-2.0
//
// The operations of an object, called as a host calls them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "conformance/attempt.hpp"
#include "conformance/check_host.hpp"
#include "conformance/object.hpp"
#include "conformance/recording_sink.hpp"
#include "portside/api/scan_step.hpp"

namespace portside::conformance {

/// What an operation is given and what it leaves behind.
struct Surroundings {
  const Object& object;
  const Quirks& quirks;
  CheckHost& host;
  RegistryAccess& registry;
  const CallContext& context;
  ScanRequest request;
  Artifact artifact;
  std::string manifest;
  /// Hears the name of each operation before it begins.
  std::function<void(std::string_view)> on_stage;
  /// Milliseconds that a pause of a scan takes at most. No time of the plugin's: where the call is
  /// measured by a real clock, it is not worth waiting for.
  Millis longest_pause;
};

/// How one operation went.
struct Outcome {
  std::string operation;
  Attempt attempt = {};
  /// Of scans: every step that was taken, and the rows of the report.
  std::vector<ScanStep> steps = {};
  std::size_t rows = 0;
  /// Of status().
  std::optional<ScannerStatus> status = {};
  /// All other text that the operation gave to the host: results, rows, documents.
  std::string text = {};

  /// The step that ended the scan, or null when it did not end by itself.
  const ScanStep* last_step() const noexcept;
};

/// Calls every operation that the quirks do not exclude, one after the other. A scan is resumed
/// until it is done (fifty steps at most), then abandoned.
std::vector<Outcome> run_operations(const Surroundings& surroundings);

}  // namespace portside::conformance
