// SPDX-License-Identifier: Apache-2.0
#include "portside/host/gate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "sample_report.hpp"

namespace portside {
namespace {

using testing::empty_report;
using testing::report_with;
using testing::row;

GateVerdict verdict(const std::vector<ScanReport>& reports, GateRules rules) {
  return judge(reports, rules);
}

TEST(Gate, FailsFromItsSeverityUpwards) {
  const std::vector<ScanReport> reports = {
      report_with({row("A", "p", Severity::kMedium, "2"), row("B", "p", Severity::kHigh)})};
  EXPECT_EQ(verdict(reports, {Severity::kCritical}).outcome, GateOutcome::kPassed);
  EXPECT_EQ(verdict(reports, {Severity::kHigh}).outcome, GateOutcome::kFailed);
  EXPECT_EQ(verdict(reports, {Severity::kHigh}).sentence,
            "found 1 vulnerability of severity high or worse");
  EXPECT_EQ(verdict(reports, {Severity::kLow}).sentence,
            "found 2 vulnerabilities of severity low or worse");
  EXPECT_EQ(verdict(reports, {Severity::kCritical}).sentence,
            "found no vulnerabilities of severity critical");
}

TEST(Gate, WithoutARulePassesWhateverWasFound) {
  EXPECT_EQ(verdict({report_with({row("A", "p", Severity::kCritical)})}, {}).outcome,
            GateOutcome::kPassed);
}

TEST(Gate, PassesOverWhatHasNoFixWhenItIsTold) {
  const std::vector<ScanReport> reports = {
      report_with({row("A", "p", Severity::kHigh), row("B", "p", Severity::kLow, "2")})};
  EXPECT_EQ(verdict(reports, {Severity::kHigh, true}).outcome, GateOutcome::kPassed);
  EXPECT_EQ(verdict(reports, {Severity::kLow, true}).sentence,
            "found 1 vulnerability of severity low or worse with a fix");
}

TEST(Gate, TakesUnknownAsItStandsAndSaysSo) {
  const std::vector<ScanReport> reports = {report_with({row("A", "p", Severity::kUnknown)})};
  EXPECT_EQ(verdict(reports, {Severity::kUnknown}).outcome, GateOutcome::kFailed);
  EXPECT_EQ(verdict(reports, {Severity::kNone}).outcome, GateOutcome::kFailed);
  const GateVerdict passed = verdict(reports, {Severity::kNegligible});
  EXPECT_EQ(passed.outcome, GateOutcome::kPassed);
  EXPECT_EQ(passed.sentence,
            "found no vulnerabilities of severity negligible or worse; 1 vulnerability of unknown "
            "severity did not count (they do with unknown)");
}

TEST(Gate, TakesNumbersThatAreNoSeverityAsUnknown) {
  for (const int number : {-1, 77}) {
    const std::vector<ScanReport> reports = {
        report_with({row("A", "p", static_cast<Severity>(number))})};
    EXPECT_EQ(verdict(reports, {Severity::kUnknown}).outcome, GateOutcome::kFailed);
    EXPECT_EQ(verdict(reports, {Severity::kLow}).outcome, GateOutcome::kPassed);
  }
}

TEST(Gate, DoesNotCountWhatIsSuppressed) {
  ScanReport report = empty_report();
  report.suppressed = {{row("A", "p", Severity::kCritical), "", ""}};
  EXPECT_EQ(verdict({report}, {Severity::kNone}).outcome, GateOutcome::kPassed);
}

TEST(Gate, NeverPassesWhatWasNotScanned) {
  ScanReport report = empty_report();
  for (const auto outcome :
       {CoverageOutcome::kUnstated, CoverageOutcome::kUnsupported, CoverageOutcome::kNoData}) {
    report.coverage.outcome = outcome;
    for (const GateRules& rules : {GateRules{}, GateRules{Severity::kCritical}}) {
      EXPECT_EQ(verdict({empty_report(), report}, rules).outcome, GateOutcome::kIncomplete);
    }
  }
  EXPECT_EQ(verdict({report, report}, {}).sentence,
            "2 images were not scanned: registry.example/library/app:1, ...");
  report.coverage.outcome = CoverageOutcome::kNothingToScan;
  EXPECT_EQ(verdict({report}, {}).outcome, GateOutcome::kPassed);
  EXPECT_EQ(verdict({}, {}).outcome, GateOutcome::kIncomplete);
}

TEST(Gate, FailsForWhatWasFoundInSpiteOfWhatWasNotScanned) {
  ScanReport report = report_with({row("A", "p", Severity::kHigh)});
  report.coverage.outcome = CoverageOutcome::kNoData;
  const GateVerdict failed = verdict({report}, {Severity::kHigh});
  EXPECT_EQ(failed.outcome, GateOutcome::kFailed);
  EXPECT_EQ(failed.sentence,
            "found 1 vulnerability of severity high or worse; 1 image was not scanned: "
            "registry.example/library/app:1");
}

}  // namespace
}  // namespace portside
