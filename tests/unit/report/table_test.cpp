// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "portside/host/report_writers.hpp"
#include "report/shown_text.hpp"
#include "sample_report.hpp"
#include "string_sink.hpp"

namespace portside {
namespace {

using ::testing::AllOf;
using testing::empty_report;
using testing::full_report;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::row;

std::string table_of(const std::vector<ScanReport>& reports, const TableStyle& style = {}) {
  testing::StringSink sink;
  write_table(reports, style, sink);
  return sink.text();
}

ScanReport two_rows() {
  ScanReport report = empty_report();
  report.image.digest = "sha256:a";
  report.vulnerabilities = {row("CVE-1", "bash", Severity::kLow),
                            row("CVE-2024-3094", "liblzma5", Severity::kCritical, "5.6.1-1")};
  report.vulnerabilities[1].title = "xz: malicious code";
  return report;
}

TEST(Table, LooksLikeThis) {
  EXPECT_EQ(table_of({two_rows()}), R"(registry.example/library/app:1
  sha256:a
  scanned by Offline (adapter offline); debian 12; 88 packages
  2 vulnerabilities: 1 Critical, 1 Low; 1 with a fix
┌──────────┬───────────────┬──────────┬───────────┬─────────┬────────────────────┐
│ Package  │ Vulnerability │ Severity │ Installed │ Fixed   │ Title              │
├──────────┼───────────────┼──────────┼───────────┼─────────┼────────────────────┤
│ liblzma5 │ CVE-2024-3094 │ Critical │ 1.0       │ 5.6.1-1 │ xz: malicious code │
│ bash     │ CVE-1         │ Low      │ 1.0       │         │                    │
└──────────┴───────────────┴──────────┴───────────┴─────────┴────────────────────┘
)");
}

TEST(Table, OfAsciiCutsTheTitleBeforeItLeavesItOut) {
  const std::string cut = table_of({two_rows()}, {.width = 80, .ascii = true});
  EXPECT_THAT(cut, HasSubstr("| liblzma5 | CVE-2024-3094 | Critical | 1.0       | 5.6.1-1 | xz: "
                             "malicious... |\n"));
  const std::string out = table_of({two_rows()}, {.width = 70, .ascii = true});
  EXPECT_THAT(out, HasSubstr("| liblzma5 | CVE-2024-3094 | Critical | 1.0       | 5.6.1-1 |\n"));
  EXPECT_THAT(out, HasSubstr("columns that do not fit in this width: Title\n"));
  for (const char c : out) EXPECT_LT(static_cast<unsigned char>(c), 0x80);
}

TEST(Table, WrapsVersionsAndKeepsAllOfThem) {
  ScanReport report = two_rows();
  report.vulnerabilities[0].version = "7.88.1-10+deb12u5";
  report.vulnerabilities[0].status = "will_not_fix";
  const std::string table = table_of({report}, {.width = 60});
  EXPECT_THAT(table, AllOf(HasSubstr("│ 7.88.1-"), HasSubstr("│ deb12u5")));
  EXPECT_THAT(table, HasSubstr("columns that do not fit in this width: Status, Title\n"));
  std::istringstream lines(table);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("│") || line.starts_with("├")) {
      EXPECT_EQ(report::columns_of(line), 60U) << line;
    }
  }
}

TEST(Table, PaintsOnlyWhereItMay) {
  const std::string colours = table_of({two_rows()}, {.colours = true});
  EXPECT_THAT(colours, HasSubstr("\033[1;31mCritical\033[0m │"));
  EXPECT_THAT(table_of({two_rows()}), Not(HasSubstr("\033")));
}

TEST(Table, KeepsItsShapeWhateverTextsSay) {
  ScanReport report = two_rows();
  report.reference = "a\033[2J\nb";
  report.scanner_name = "x\r\033]0;title\007";
  Vulnerability& bad = report.vulnerabilities[0];
  bad.id = "CVE\n\033[31m";
  bad.package = "\xe6\x97\xa5\xe6\x9c\xac\xe2\x80\xae";
  bad.title =
      "\xff\x9b"
      "31m";
  report.coverage.notes = {"note\033[1m"};
  report.suppressed = {{row("A\033", "b\033", Severity::kLow), "c\033", "d\033"}};
  const std::string table = table_of({report});
  EXPECT_THAT(table, Not(HasSubstr("\033")));
  std::istringstream lines(table);
  std::size_t width = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("│") && !line.starts_with("┌")) continue;
    if (width == 0) width = report::columns_of(line);
    EXPECT_EQ(report::columns_of(line), width) << line;
  }
}

TEST(Table, DoesNotGrowWithOneHugeCell) {
  ScanReport report = two_rows();
  for (int i = 0; i < 100; ++i) report.vulnerabilities.push_back(row("CVE-9", "p", Severity::kLow));
  const std::string huge(100'000, 'x');
  Vulnerability& bad = report.vulnerabilities[0];
  for (std::string* text :
       {&bad.id, &bad.package, &bad.version, &bad.fixed_version, &bad.status, &bad.title}) {
    *text = huge;
  }
  for (const std::size_t width : {std::size_t{0}, std::size_t{80}, std::size_t{5'000}}) {
    const std::string table = table_of({report}, {.width = width, .ascii = true});
    EXPECT_LT(table.size(), 200'000U) << width;
    EXPECT_THAT(table, HasSubstr("xxx...")) << "what was cut is shown";
    std::istringstream lines(table);
    for (std::string line; std::getline(lines, line);) EXPECT_LT(line.size(), 900U);
  }
}

TEST(Table, TellsNothingFoundFromNothingScanned) {
  ScanReport report = empty_report();
  EXPECT_THAT(table_of({report}), HasSubstr("no vulnerabilities found in 88 packages"));
  report.coverage.packages = 0;
  EXPECT_THAT(
      table_of({report}),
      AllOf(HasSubstr("no vulnerabilities found; the scanner does not tell how many packages "
                      "it looked at"),
            Not(HasSubstr("0 packages"))));
  report.coverage.outcome = CoverageOutcome::kNothingToScan;
  EXPECT_THAT(table_of({report}), AllOf(HasSubstr("nothing to scan"), Not(HasSubstr("found"))));
  for (const auto outcome : {CoverageOutcome::kUnstated, CoverageOutcome::kUnsupported,
                             CoverageOutcome::kNoData, static_cast<CoverageOutcome>(9)}) {
    report.coverage.outcome = outcome;
    EXPECT_THAT(table_of({report}), AllOf(HasSubstr("NOT SCANNED: "), Not(HasSubstr("found"))));
  }
}

TEST(Table, SaysThatRowsAreNotAllWhenTheScanIsIncomplete) {
  ScanReport report = two_rows();
  report.coverage.outcome = CoverageOutcome::kNoData;
  const std::string table = table_of({report});
  EXPECT_THAT(table, HasSubstr("NOT SCANNED: the scanner has no vulnerability data for debian 12"));
  EXPECT_THAT(table, HasSubstr("What follows is not all"));
  EXPECT_THAT(table, HasSubstr("CVE-2024-3094"));
}

TEST(Table, ShowsNotesSuppressedRowsAndTheCheck) {
  const std::string table = table_of({full_report()});
  EXPECT_THAT(table, HasSubstr("  note: layer 3 was left out: encrypted\n"));
  EXPECT_THAT(table, HasSubstr("  1 suppressed, not counted:\n    CVE-3 in zlib1g, until "
                               "2031-01-31: not reachable\n"));
  EXPECT_THAT(table, HasSubstr("the scanner's own check: failed: the policy says no"));
  EXPECT_THAT(table, HasSubstr("data of 2024-03-28"));
}

TEST(Table, OfSeveralImagesEndsWithTheirSum) {
  ScanReport unknown = empty_report();
  unknown.coverage.outcome = CoverageOutcome::kNoData;
  const std::string table = table_of({two_rows(), unknown, two_rows()});
  EXPECT_THAT(table, HasSubstr("\n3 images: 4 vulnerabilities: 2 Critical, 2 Low; 2 with a fix\n"
                               "1 of them NOT SCANNED"));
  EXPECT_EQ(table_of({}), "no reports\n");
}

TEST(Table, IsTheSameInWhateverOrderRowsCome) {
  ScanReport report = two_rows();
  const std::string table = table_of({report});
  std::swap(report.vulnerabilities[0], report.vulnerabilities[1]);
  EXPECT_EQ(table_of({report}), table);
}

}  // namespace
}  // namespace portside
