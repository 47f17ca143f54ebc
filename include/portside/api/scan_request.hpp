// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "portside/api/image_reference.hpp"
#include "portside/api/json.hpp"
#include "portside/api/millis.hpp"

namespace portside {

/// One thing that the caller wants from a scan (Harbor's scanner API 1.2, `enabled_capabilities`).
struct Wanted {
  /// `vulnerability` or `sbom`; an open list: pass over words that you do not know.
  std::string capability;
  /// Forms in which it is wanted, best first; empty = any.
  std::vector<std::string> media_types;
  /// Capability-specific, a JSON object or absent.
  Json parameters;
};

/// What this adapter returned for the same image the last time it completed a scan.
struct Previous {
  /// ScanSummary::metadata.
  Json scan_metadata;
  /// Coverage::data_updated_at.
  std::optional<Millis> data_updated_at;
  /// ScanSummary::scanner_version.
  std::string scanner_version;
};

/// A scan to be made. The same request is handed to every step of a scan and to the operations that
/// follow it.
struct ScanRequest {
  ImageReference image;
  /// Empty: everything that the adapter can do.
  std::vector<Wanted> wanted;
  /// Absent when the image was never scanned by this adapter.
  std::optional<Previous> previous;
  Json extra;
};

}  // namespace portside
