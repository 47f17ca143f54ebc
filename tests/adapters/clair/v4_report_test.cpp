// SPDX-License-Identifier: Apache-2.0
//
// What is read out of a vulnerability report.
#include "clair/v4/report_join.hpp"
#include "clair/v4/vulnerability_report.hpp"
#include "error_of.hpp"
#include "portside/sdk/json_stream.hpp"
#include "v4_fixture.hpp"

namespace portside::clair::v4 {
namespace {

using testing::code_of;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<Vulnerability> rows_of(const std::string& report, bool severity_from_cvss = true) {
  ReportData data;
  const auto parser = vulnerability_report_parser(data);
  parser->write(report);
  parser->finish();
  finish_report(data, severity_from_cvss);
  CollectedRows rows;
  const testing::TestCallContext context;
  const std::uint64_t written = write_rows(data, rows, context);
  EXPECT_EQ(written, rows.rows.size());
  std::ranges::sort(rows.rows, {}, [](const Vulnerability& row) {
    return std::tie(row.id, row.package, row.version);
  });
  return rows.rows;
}

/// A report of one package with one vulnerability; `members` are of the vulnerability.
std::string report_with(const std::string& members, const std::string& enrichments = "{}") {
  return R"({"packages":{"1":{"id":"1","name":"curl","version":"7.1","kind":"binary"}},
             "vulnerabilities":{"9":{"id":"9")" +
         members + R"(}},"package_vulnerabilities":{"1":["9"]},"enrichments":)" + enrichments + "}";
}

Vulnerability row_with(const std::string& members, const std::string& enrichments = "{}",
                       bool severity_from_cvss = true) {
  const auto rows = rows_of(report_with(members, enrichments), severity_from_cvss);
  EXPECT_THAT(rows, SizeIs(1));
  return rows.empty() ? Vulnerability() : rows[0];
}

std::string cvss(const std::string& ratings) {
  return R"({"x; enricher=clair.cvss schema=y":[{"9":[)" + ratings + "]}]}";
}

TEST(Clair4Report, ARecordedOneBecomesRows) {
  const auto rows = rows_of(recorded("vuln-report").response.body);
  std::vector<std::string> told;
  for (const auto& row : rows) told.push_back(row.id + " " + row.package);
  EXPECT_THAT(
      told, ElementsAre("CVE-2019-1010022 libc6", "CVE-2023-5678 libssl3", "CVE-2023-5678 openssl",
                        "CVE-2023-6246 libc6", "CVE-2024-2398 curl", "CVE-2024-2398 libcurl4"));
  const Vulnerability& row = rows[3];
  EXPECT_EQ(row.version, "2.36-9+deb12u3");
  EXPECT_EQ(row.fixed_version, "2.36-9+deb12u4");
  EXPECT_EQ(row.severity, Severity::kCritical);
  EXPECT_EQ(row.severity_text, "high");
  EXPECT_EQ(row.description, "heap-based buffer overflow in __vsyslog_internal");
  EXPECT_EQ(row.source_name, "glibc");
  EXPECT_EQ(row.source_version, "2.36-9+deb12u3");
  EXPECT_EQ(row.data_source, "debian/updater");
  EXPECT_EQ(row.location, "var/lib/dpkg/status");
  EXPECT_EQ(row.layer_digest,
            "sha256:d3d41a2e4b411d2c86d082acd4b573a07cdf7e8f24e7e4052e8ec8016369e813");
  EXPECT_THAT(row.links, ElementsAre("https://security-tracker.debian.org/tracker/CVE-2023-6246"));
  ASSERT_THAT(row.cvss, SizeIs(1));
  EXPECT_EQ(row.cvss[0].source, "nvd");
  EXPECT_EQ(row.cvss[0].version, "3.1");
  EXPECT_EQ(row.cvss[0].vector, "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H");
  EXPECT_DOUBLE_EQ(row.cvss[0].score, 7.8);
  EXPECT_TRUE(row.extra.absent());
  EXPECT_THAT(rows[0].links, SizeIs(2));
  EXPECT_EQ(rows[0].fixed_version, "");
}

TEST(Clair4Report, AnUnknownSeverityComesFromCvss) {
  const std::string unknown = R"(,"name":"CVE-1","normalized_severity":"Unknown")";
  const auto row = row_with(unknown, cvss(R"({"version":"3.1","baseScore":9.8})"));
  EXPECT_EQ(row.severity, Severity::kCritical);
  EXPECT_EQ(row.extra.text, R"({"severity_source":"cvss"})");
  const auto highest = row_with(
      unknown, cvss(R"({"version":"3.0","baseScore":3.1},{"version":"3.1","baseScore":7.0})"));
  EXPECT_EQ(highest.severity, Severity::kHigh);
}

TEST(Clair4Report, AScoreOfNothingIsNegligible) {
  const auto row = row_with(R"(,"name":"CVE-1")", cvss(R"({"version":"3.1","baseScore":0.0})"));
  EXPECT_EQ(row.severity, Severity::kNegligible);
}

TEST(Clair4Report, AnUnknownSeverityStaysWithoutAScoreThatHasBands) {
  for (const char* const rating :
       {R"({"version":"2.0","baseScore":9.8})", R"({"version":"3.1","baseScore":11})",
        R"({"version":"3.1","baseScore":"9.8"})", R"({"baseScore":9.8})"}) {
    const auto row = row_with(R"(,"name":"CVE-1")", cvss(rating));
    EXPECT_EQ(row.severity, Severity::kUnknown) << rating;
  }
}

TEST(Clair4Report, CvssCanBeKeptOutOfSeverities) {
  const auto row =
      row_with(R"(,"name":"CVE-1")", cvss(R"({"version":"3.1","baseScore":9.8})"), false);
  EXPECT_EQ(row.severity, Severity::kUnknown);
  EXPECT_THAT(row.cvss, SizeIs(1));
  EXPECT_TRUE(row.extra.absent());
}

TEST(Clair4Report, AVendorsSeverityIsNotOverruled) {
  const auto row = row_with(R"(,"name":"CVE-1","normalized_severity":"Low")",
                            cvss(R"({"version":"3.1","baseScore":9.8})"));
  EXPECT_EQ(row.severity, Severity::kLow);
}

TEST(Clair4Report, OtherEnrichmentsAreNotRatings) {
  const auto row = row_with(
      R"(,"name":"CVE-1")",
      R"({"x; enricher=clair.epss":[{"9":[{"version":"3.1","baseScore":9.8}]}],"y":null})");
  EXPECT_THAT(row.cvss, IsEmpty());
  EXPECT_EQ(row.severity, Severity::kUnknown);
}

TEST(Clair4Report, ATitleIsAnIdentifierAndTheRest) {
  const auto row = row_with(R"(,"name":"CVE-2020-1752 on Ubuntu 20.04 LTS (focal) - medium.")");
  EXPECT_EQ(row.id, "CVE-2020-1752");
  EXPECT_EQ(row.title, "CVE-2020-1752 on Ubuntu 20.04 LTS (focal) - medium.");
  EXPECT_EQ(row_with(R"(,"name":"CVE-1")").title, "");
}

TEST(Clair4Report, AFindingWithoutANameHasOne) {
  EXPECT_EQ(row_with("").id, "clair-9");
  EXPECT_EQ(row_with(R"(,"name":"")").id, "clair-9");
}

TEST(Clair4Report, AQueryOfOsvIsAVersion) {
  EXPECT_EQ(
      row_with(R"(,"name":"GHSA-1","fixed_in_version":"fixed=1.2&introduced=0")").fixed_version,
      "1.2");
  EXPECT_EQ(row_with(R"(,"name":"GHSA-1","fixed_in_version":"introduced=0")").fixed_version, "");
}

TEST(Clair4Report, ADateIsKeptUnlessItSaysNothing) {
  EXPECT_EQ(row_with(R"(,"name":"C","issued":"2021-08-24T15:15:00Z")").extra.text,
            R"({"issued":"2021-08-24T15:15:00Z"})");
  for (const char* const issued : {"0001-01-01T00:00:00Z", "", "\\\"}{", "next week"}) {
    EXPECT_TRUE(row_with(R"(,"name":"C","issued":")" + std::string(issued) + "\"").extra.absent());
  }
}

TEST(Clair4Report, LinksAreSplitAtBlanks) {
  EXPECT_THAT(row_with(R"(,"name":"C","links":" https://a  https://b ")").links,
              ElementsAre("https://a", "https://b"));
}

TEST(Clair4Report, ValuesOfOtherKindsAreNone) {
  const auto row = row_with(R"(,"name":"C","description":null,"links":7,"severity":["x"],
                              "normalized_severity":true,"fixed_in_version":{},"issued":1)");
  EXPECT_EQ(row.description + row.severity_text + row.fixed_version, "");
  EXPECT_THAT(row.links, IsEmpty());
  EXPECT_THAT(rows_of(R"({"packages":null,"vulnerabilities":[],"package_vulnerabilities":"x",
                        "environments":{"1":null},"enrichments":null})"),
              IsEmpty());
}

TEST(Clair4Report, IdentifiersWithoutAnObjectArePassedOver) {
  EXPECT_THAT(rows_of(R"({"packages":{"1":{"name":"a"}},"vulnerabilities":{"9":{"name":"C"}},
                        "package_vulnerabilities":{"1":["8",9,null,["9"]],"2":["9"],"3":null}})"),
              IsEmpty());
}

TEST(Clair4Report, TheFirstPlaceOfAPackageIsTold) {
  const auto rows = rows_of(R"({"packages":{"1":{"name":"a","version":"1"}},
      "environments":{"1":[{"introduced_in":"sha256:x","package_db":"python:p",
                            "repository_ids":null},
                           {"introduced_in":"sha256:y","package_db":"python:q"}]},
      "vulnerabilities":{"9":{"name":"C"}},"package_vulnerabilities":{"1":["9"]}})");
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].layer_digest, "sha256:x");
  EXPECT_EQ(rows[0].location, "python:p");
}

TEST(Clair4Report, LimitsAreKept) {
  const std::string long_text(std::size_t{1} << 20U, 'x');
  EXPECT_THAT(row_with(R"(,"name":"C","description":")" + long_text + "\"").description,
              SizeIs(long_text.size()));
  EXPECT_EQ(code_of([&] { row_with(R"(,"name":"C","description":"x)" + long_text + "\""); }),
            ErrorCode::kTooLarge);
  std::string distributions;
  for (int i = 0; i <= 100; ++i) {
    distributions += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":{}";
  }
  EXPECT_EQ(code_of([&] { rows_of(R"({"distributions":{)" + distributions + "}}"); }),
            ErrorCode::kTooLarge);
}

/// Of a report that is not at its end yet: `element` again and again, inside one list.
std::size_t kept_of_endless(const std::string& begin, std::string_view element,
                            std::size_t most_kept) {
  ReportData data;
  const auto parser = vulnerability_report_parser(data, most_kept);
  EXPECT_EQ(code_of([&] {
              parser->write(begin);
              for (int i = 0; i < 100'000; ++i) {
                std::string text(element);
                if (const auto at = text.find('#'); at != std::string::npos) {
                  text.replace(at, 1, std::to_string(i));
                }
                parser->write((i == 0 ? "" : ",") + text);
              }
            }),
            ErrorCode::kTooLarge)
      << begin;
  return data.bytes();
}

TEST(Clair4Report, WhatIsKeptIsBoundedInsideEveryList) {
  constexpr std::size_t kMost = 64'000;
  const std::pair<const char*, const char*> lists[] = {
      {R"({"packages":{)", R"("#":{"name":"a"})"},
      {R"({"environments":{)", R"("#":[])"},
      {R"({"vulnerabilities":{)", R"("#":{"name":"C"})"},
      {R"({"package_vulnerabilities":{)", R"("#":[])"},
      {R"({"package_vulnerabilities":{"1":[)", R"("9")"},
      {R"({"enrichments":{"enricher=clair.cvss":[{)", R"("#":[])"},
      {R"({"enrichments":{"enricher=clair.cvss":[{"9":[)", R"({"version":"3.1"})"}};
  for (const auto& [begin, element] : lists) {
    EXPECT_LT(kept_of_endless(begin, element, kMost), kMost + 1'000) << begin;
  }
}

TEST(Clair4Report, AVendorsWordCountsMoreThanAnothersScore) {
  const auto rows = rows_of(
      R"({"packages":{"1":{"name":"a","version":"1"}},
          "vulnerabilities":{
            "8":{"name":"C","updater":"vendor","normalized_severity":"Low"},
            "9":{"name":"C","updater":"osv","normalized_severity":"Unknown"}},
          "package_vulnerabilities":{"1":["8","9"]},"enrichments":)" +
      cvss(R"({"version":"3.1","baseScore":9.8})") + "}");
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].severity, Severity::kLow);
  EXPECT_EQ(rows[0].data_source, "vendor");
  EXPECT_TRUE(rows[0].extra.absent());
  EXPECT_THAT(rows[0].cvss, SizeIs(1));
}

TEST(Clair4Report, ACallThatIsOverIsNotFinished) {
  ReportData data;
  const auto parser = vulnerability_report_parser(data);
  parser->write(report_with(R"(,"name":"C")"));
  parser->finish();
  finish_report(data, true);
  testing::TestCallContext context;
  context.cancel();
  CollectedRows rows;
  EXPECT_EQ(code_of([&] { write_rows(data, rows, context); }), ErrorCode::kCancelled);
}

}  // namespace
}  // namespace portside::clair::v4
