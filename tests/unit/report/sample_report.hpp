// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "portside/host/scan_report.hpp"

namespace portside::testing {

/// 2024-03-29T12:00:00Z.
inline constexpr Millis kSampleTime = 1'711'713'600'000;

inline Vulnerability row(std::string id, std::string package, Severity severity,
                         std::string fixed_version = {}) {
  Vulnerability row;
  row.id = std::move(id);
  row.package = std::move(package);
  row.version = "1.0";
  row.fixed_version = std::move(fixed_version);
  row.severity = severity;
  return row;
}

/// Every member differs from its default.
inline Vulnerability full_row() {
  Vulnerability row;
  row.id = "CVE-2024-3094";
  row.package = "liblzma5";
  row.version = "5.6.0-0.2";
  row.fixed_version = "5.6.1+really5.4.5-1";
  row.severity = Severity::kCritical;
  row.severity_text = "critical!";
  row.status = "affected";
  row.title = "xz: malicious code";
  row.description = "Two\nlines, a \"quotation\" and an umlaut: \xc3\xbc.";
  row.location = "var/lib/dpkg/status";
  row.layer_digest = "sha256:" + std::string(64, 'b');
  row.purl = "pkg:deb/debian/liblzma5@5.6.0-0.2?arch=amd64";
  row.source_name = "xz-utils";
  row.source_version = "5.6.0-0.2";
  row.data_source = "debian-security-tracker";
  row.links = {"https://one.example/a", "https://two.example/b"};
  row.aliases = {"DSA-1", "GHSA-2"};
  row.cwe_ids = {"CWE-506"};
  row.cvss = {{"redhat", "3.1", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10.0},
              {"nvd", "2.0", "AV:N/AC:L/Au:N/C:C/I:C/A:C", 7.5}};
  row.extra.text = R"({"z":1.50,"a":[9007199254740993]})";
  return row;
}

/// Scanned, with nothing in it.
inline ScanReport empty_report() {
  ScanReport report;
  report.reference = "registry.example/library/app:1";
  report.image.registry_url = "https://registry.example";
  report.image.repository = "library/app";
  report.image.digest = "sha256:" + std::string(64, 'a');
  report.adapter_id = "offline";
  report.scanner_name = "Offline";
  report.started_at = kSampleTime;
  report.finished_at = kSampleTime + 1'500;
  report.coverage.outcome = CoverageOutcome::kScanned;
  report.coverage.os = "debian 12";
  report.coverage.packages = 88;
  return report;
}

inline ScanReport report_with(std::vector<Vulnerability> rows) {
  ScanReport report = empty_report();
  report.vulnerabilities = std::move(rows);
  return report;
}

/// Every member differs from its default.
inline ScanReport full_report() {
  ScanReport report = empty_report();
  report.image.manifest_media_type = "application/vnd.oci.image.manifest.v1+json";
  report.image.artifact_type = "application/x";
  report.image.config_media_type = "application/vnd.oci.image.config.v1+json";
  report.image.platform = "linux/amd64";
  report.image.tags = {"1", "latest"};
  report.image.extra.text = "true";
  report.scanner_vendor = "Portside";
  report.scanner_version = "0.2.0";
  report.coverage.data_updated_at = kSampleTime - 86'400'000;
  report.coverage.notes = {"layer 3 was left out: encrypted"};
  report.coverage.extra.text = R"({"layers": 4})";
  report.scan_metadata.text = R"("opaque")";
  report.check =
      ImageCheck{CheckVerdict::kFail, "the policy says no", kSampleTime, {"[1]"}, {"{}"}};
  report.vulnerabilities = {full_row(), row("CVE-2", "bash", Severity::kLow)};
  report.suppressed = {{row("CVE-3", "zlib1g", Severity::kHigh), "not reachable", "2031-01-31"}};
  return report;
}

}  // namespace portside::testing
