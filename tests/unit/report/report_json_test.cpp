// SPDX-License-Identifier: Apache-2.0
#include "portside/host/report_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <limits>
#include <sstream>
#include <vector>

#include "sample_report.hpp"
#include "schema/schema.hpp"

namespace portside {
namespace {

using ::testing::Contains;
using testing::empty_report;
using testing::full_report;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::row;
using ::testing::SizeIs;

std::string schema_text() {
  std::ifstream file(REPORT_SCHEMA);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> violations(const std::string& text) {
  std::vector<std::string> out;
  for (const auto& each : schema::Schema(schema_text()).check(text)) {
    out.push_back(each.pointer + ": " + each.sentence);
  }
  return out;
}

void expect_same(const Vulnerability& a, const Vulnerability& b) {
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(a.package, b.package);
  EXPECT_EQ(a.version, b.version);
  EXPECT_EQ(a.fixed_version, b.fixed_version);
  EXPECT_EQ(a.severity, b.severity);
  EXPECT_EQ(a.severity_text, b.severity_text);
  EXPECT_EQ(a.status, b.status);
  EXPECT_EQ(a.title, b.title);
  EXPECT_EQ(a.description, b.description);
  EXPECT_EQ(a.location, b.location);
  EXPECT_EQ(a.layer_digest, b.layer_digest);
  EXPECT_EQ(a.purl, b.purl);
  EXPECT_EQ(a.source_name, b.source_name);
  EXPECT_EQ(a.source_version, b.source_version);
  EXPECT_EQ(a.data_source, b.data_source);
  EXPECT_EQ(a.links, b.links);
  EXPECT_EQ(a.aliases, b.aliases);
  EXPECT_EQ(a.cwe_ids, b.cwe_ids);
  EXPECT_EQ(a.extra.text, b.extra.text);
  ASSERT_EQ(a.cvss.size(), b.cvss.size());
  for (std::size_t i = 0; i < a.cvss.size(); ++i) {
    EXPECT_EQ(a.cvss[i].source, b.cvss[i].source);
    EXPECT_EQ(a.cvss[i].version, b.cvss[i].version);
    EXPECT_EQ(a.cvss[i].vector, b.cvss[i].vector);
    EXPECT_EQ(a.cvss[i].score, b.cvss[i].score);
  }
}

TEST(ReportJson, OfFewWordsLooksLikeThis) {
  ScanReport report = empty_report();
  report.image.digest = "sha256:a";
  report.vulnerabilities = {row("CVE-1", "bash", Severity::kHigh, "2")};
  EXPECT_EQ(to_json(report), R"({
  "schema_version": 1,
  "reports": [
    {
      "reference": "registry.example/library/app:1",
      "image": {
        "registry_url": "https://registry.example",
        "repository": "library/app",
        "digest": "sha256:a"
      },
      "adapter": "offline",
      "scanner": {
        "name": "Offline"
      },
      "started_at": "2024-03-29T12:00:00.000Z",
      "finished_at": "2024-03-29T12:00:01.500Z",
      "coverage": {
        "outcome": "scanned",
        "complete": true,
        "os": "debian 12",
        "packages": 88
      },
      "overview": {
        "total": 1,
        "fixable": 1,
        "suppressed": 0,
        "highest": "high",
        "severities": {
          "none": 0,
          "unknown": 0,
          "negligible": 0,
          "low": 0,
          "medium": 0,
          "high": 1,
          "critical": 0
        }
      },
      "vulnerabilities": [
        {
          "id": "CVE-1",
          "severity": "high",
          "package": "bash",
          "version": "1.0",
          "fixed_version": "2"
        }
      ],
      "suppressed": []
    }
  ]
}
)");
}

TEST(ReportJson, KeepsEverythingOnTheWayThroughAFile) {
  const ScanReport in = full_report();
  const ScanReport out = report_from_json(to_json(in));
  EXPECT_EQ(out.reference, in.reference);
  EXPECT_EQ(out.image.registry_url, in.image.registry_url);
  EXPECT_EQ(out.image.repository, in.image.repository);
  EXPECT_EQ(out.image.digest, in.image.digest);
  EXPECT_EQ(out.image.manifest_media_type, in.image.manifest_media_type);
  EXPECT_EQ(out.image.artifact_type, in.image.artifact_type);
  EXPECT_EQ(out.image.config_media_type, in.image.config_media_type);
  EXPECT_EQ(out.image.platform, in.image.platform);
  EXPECT_EQ(out.image.tags, in.image.tags);
  EXPECT_EQ(out.image.extra.text, in.image.extra.text);
  EXPECT_EQ(out.adapter_id, in.adapter_id);
  EXPECT_EQ(out.scanner_name, in.scanner_name);
  EXPECT_EQ(out.scanner_vendor, in.scanner_vendor);
  EXPECT_EQ(out.scanner_version, in.scanner_version);
  EXPECT_EQ(out.started_at, in.started_at);
  EXPECT_EQ(out.finished_at, in.finished_at);
  EXPECT_EQ(out.coverage.outcome, in.coverage.outcome);
  EXPECT_EQ(out.coverage.os, in.coverage.os);
  EXPECT_EQ(out.coverage.packages, in.coverage.packages);
  EXPECT_EQ(out.coverage.data_updated_at, in.coverage.data_updated_at);
  EXPECT_EQ(out.coverage.notes, in.coverage.notes);
  EXPECT_EQ(out.coverage.extra.text, in.coverage.extra.text);
  EXPECT_EQ(out.scan_metadata.text, in.scan_metadata.text);
  ASSERT_TRUE(out.check);
  EXPECT_EQ(out.check->verdict, in.check->verdict);
  EXPECT_EQ(out.check->reason, in.check->reason);
  EXPECT_EQ(out.check->checked_at, in.check->checked_at);
  EXPECT_EQ(out.check->details.text, in.check->details.text);
  EXPECT_EQ(out.check->extra.text, in.check->extra.text);
  ASSERT_THAT(out.vulnerabilities, SizeIs(2));
  expect_same(out.vulnerabilities[0], in.vulnerabilities[0]);
  expect_same(out.vulnerabilities[1], in.vulnerabilities[1]);
  ASSERT_THAT(out.suppressed, SizeIs(1));
  EXPECT_EQ(out.suppressed[0].reason, in.suppressed[0].reason);
  EXPECT_EQ(out.suppressed[0].until, in.suppressed[0].until);
  expect_same(out.suppressed[0].vulnerability, in.suppressed[0].vulnerability);
}

TEST(ReportJson, HoldsSeveralReportsInTheirOrder) {
  const std::vector<ScanReport> in = {empty_report(), full_report(), empty_report()};
  const std::vector<ScanReport> out = reports_from_json(to_json(in));
  ASSERT_THAT(out, SizeIs(3));
  EXPECT_THAT(out[0].vulnerabilities, IsEmpty());
  EXPECT_THAT(out[1].vulnerabilities, SizeIs(2));
  EXPECT_THAT(reports_from_json(to_json(std::span<const ScanReport>())), IsEmpty());
}

TEST(ReportJson, IsAsItsSchemaSays) {
  EXPECT_THAT(violations(to_json(full_report())), IsEmpty());
  EXPECT_THAT(violations(to_json(empty_report())), IsEmpty());
  EXPECT_THAT(violations(to_json(ScanReport{})), IsEmpty());
}

TEST(ReportJson, SchemaFindsWhatIsWrong) {
  std::string text = to_json(full_report());
  text.replace(text.find("\"severity\": \"critical\""), 22, "\"severity\": \"dire\"");
  EXPECT_THAT(violations(text), Contains(HasSubstr("severity: found")));
  EXPECT_THAT(violations(R"({"schema_version":2,"reports":[{}]})"), Not(IsEmpty()));
}

TEST(ReportJson, KeepsEveryOutcomeSeverityAndVerdict) {
  ScanReport report = empty_report();
  for (const auto outcome :
       {CoverageOutcome::kUnstated, CoverageOutcome::kScanned, CoverageOutcome::kUnsupported,
        CoverageOutcome::kNoData, CoverageOutcome::kNothingToScan}) {
    report.coverage.outcome = outcome;
    const std::string text = to_json(report);
    EXPECT_THAT(violations(text), IsEmpty());
    EXPECT_EQ(report_from_json(text).coverage.outcome, outcome);
  }
  for (const auto verdict : {CheckVerdict::kUnknown, CheckVerdict::kPass, CheckVerdict::kFail}) {
    report.check = ImageCheck{verdict, {}, 0, {}, {}};
    EXPECT_EQ(report_from_json(to_json(report)).check->verdict, verdict);
  }
  for (int severity = 0; severity < 7; ++severity) {
    report.vulnerabilities = {row("A", "p", static_cast<Severity>(severity))};
    const ScanReport back = report_from_json(to_json(report));
    EXPECT_EQ(back.vulnerabilities[0].severity, static_cast<Severity>(severity));
  }
}

TEST(ReportJson, MakesTheBestOfWhatNoPluginShouldSay) {
  ScanReport report = full_report();
  Vulnerability& bad = report.vulnerabilities[0];
  bad.title = "no \xff UTF-8 \x1b[31m";
  bad.severity = static_cast<Severity>(77);
  bad.extra.text = "{no json";
  bad.cvss[0].score = std::numeric_limits<double>::quiet_NaN();
  report.coverage.outcome = static_cast<CoverageOutcome>(77);
  report.coverage.extra.text = std::string(100, '[') + std::string(100, ']');
  const std::string text = to_json(report);
  EXPECT_THAT(violations(text), IsEmpty());
  const ScanReport back = report_from_json(text);
  ASSERT_THAT(back.vulnerabilities, SizeIs(2));
  const Vulnerability& unknown = back.vulnerabilities[1];  // behind the low one
  EXPECT_EQ(unknown.title, "no \xef\xbf\xbd UTF-8 \x1b[31m");
  EXPECT_EQ(unknown.severity, Severity::kUnknown);
  EXPECT_EQ(unknown.cvss[0].score, 0.0);
  EXPECT_TRUE(unknown.extra.absent());
  EXPECT_EQ(back.coverage.outcome, CoverageOutcome::kUnstated);
  EXPECT_TRUE(back.coverage.extra.absent());
}

TEST(ReportJson, EscapesWhatHarmsATerminal) {
  ScanReport report = full_report();
  const std::string harmful =
      "\x7f|\xc2\x9b|\xe2\x80\xae|\xef\xbb\xbf|\xf3\xa0\x81\x81|\xc3\xbc\xf0\x9f\x98\x80";
  report.vulnerabilities[0].title = harmful;
  report.vulnerabilities[0].extra.text = "{\"a\":\"" + harmful + "\"}";
  const std::string text = to_json(report);
  const std::string escaped = R"(\u007f|\u009b|\u202e|\ufeff|\udb40\udc41|)"
                              "\xc3\xbc\xf0\x9f\x98\x80";
  EXPECT_THAT(text, HasSubstr("\"title\": \"" + escaped + '"'));
  EXPECT_THAT(text, HasSubstr("{\"a\":\"" + escaped + "\"}"));
  for (const char* raw : {"\x7f", "\xc2\x9b", "\xe2\x80\xae"})
    EXPECT_THAT(text, Not(HasSubstr(raw)));
  EXPECT_EQ(report_from_json(text).vulnerabilities[0].title, harmful);
}

TEST(ReportJson, PassesOnNoByteOrderMark) {
  ScanReport report = full_report();
  report.scan_metadata.text = "\xef\xbb\xbf{}";
  EXPECT_TRUE(report_from_json(to_json(report)).scan_metadata.absent());
}

TEST(ReportJson, IsTheSameWhenItIsWrittenAgain) {
  const std::string text = to_json(full_report());
  EXPECT_EQ(to_json(report_from_json(text)), text);
}

}  // namespace
}  // namespace portside
