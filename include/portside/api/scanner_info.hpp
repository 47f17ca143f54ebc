// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "portside/api/json.hpp"

namespace portside {

/// One thing that a scanner can do (Harbor's scanner API 1.2, `capabilities`).
struct Capability {
  /// `vulnerability`, `sbom`, `image-check`, ...: an open list.
  std::string name;
  /// Manifest media types that it takes; empty = OCI and Docker image manifests.
  std::vector<std::string> consumes;
  /// Media types of the documents that it can write to the report.
  std::vector<std::string> produces;
  Json extra;
};

/// Who a scanner is and what it can do. Known without asking the scanner; for what only the scanner
/// itself knows see ScannerStatus.
struct ScannerInfo {
  /// Of the scanner, not of the plugin: `Clair`, `Anchore Engine`.
  std::string name;
  std::string vendor;
  /// "" when only the server knows.
  std::string version;
  std::vector<Capability> capabilities;
  /// Shown to operators, a JSON object or absent. No secrets.
  Json properties;
};

}  // namespace portside
