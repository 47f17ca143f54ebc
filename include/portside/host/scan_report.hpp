// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "portside/api/coverage.hpp"
#include "portside/api/image_check.hpp"
#include "portside/api/image_reference.hpp"
#include "portside/api/json.hpp"
#include "portside/api/millis.hpp"
#include "portside/api/vulnerability.hpp"

namespace portside {

/// A vulnerability that somebody decided to pass over. It is kept and shown, and counts nowhere.
struct SuppressedVulnerability {
  Vulnerability vulnerability;
  /// Why, in the words of whoever decided; "" when they did not say.
  std::string reason;
  /// The last day on which it is passed over, `YYYY-MM-DD`; "" = for good.
  std::string until;
};

/// The report of one image by one adapter: what a scan came to, with everything that its readers
/// (people, policies, writers of other formats) need to know.
struct ScanReport {
  /// The image as its user named it, for example `registry.example/library/app:1`.
  std::string reference;
  ImageReference image;

  std::string adapter_id;
  /// ScannerInfo::name and vendor.
  std::string scanner_name;
  std::string scanner_vendor;
  /// Of the scanner that did the work; "" when nobody knows.
  std::string scanner_version;

  /// Epoch milliseconds.
  Millis started_at = 0;
  Millis finished_at = 0;

  Coverage coverage;
  /// Opaque; see ScanSummary::metadata.
  Json scan_metadata;
  std::optional<ImageCheck> check;

  std::vector<Vulnerability> vulnerabilities;
  /// Not among `vulnerabilities`; see ignore_list.hpp.
  std::vector<SuppressedVulnerability> suppressed;
};

/// Whether the report says anything about the image's vulnerabilities: CoverageOutcome::kScanned,
/// or kNothingToScan. An empty list of a report that is not complete is no clean image. [any]
inline bool is_complete(const ScanReport& report) noexcept {
  return report.coverage.outcome == CoverageOutcome::kScanned ||
         report.coverage.outcome == CoverageOutcome::kNothingToScan;
}

}  // namespace portside
