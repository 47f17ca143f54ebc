// SPDX-License-Identifier: Apache-2.0
#include "clair/policy_check.hpp"

#include <gmock/gmock.h>

namespace portside::clair {
namespace {

using ::testing::HasSubstr;

Vulnerability finding(const char* id, Severity severity, const char* fixed = "") {
  Vulnerability row;
  row.id = id;
  row.package = "openssl";
  row.severity = severity;
  row.fixed_version = fixed;
  return row;
}

Coverage covering(CoverageOutcome outcome) {
  Coverage coverage;
  coverage.outcome = outcome;
  return coverage;
}

ImageCheck judged(const CheckPolicy& policy, const std::vector<Vulnerability>& rows,
                  CoverageOutcome outcome = CoverageOutcome::kScanned) {
  PolicyCheck check(policy);
  for (const Vulnerability& row : rows) check.vulnerability(row);
  return check.judge(covering(outcome), 42);
}

TEST(ClairPolicyCheck, FailsFromASeverityOn) {
  CheckPolicy policy;
  policy.fail_on = Severity::kHigh;
  EXPECT_EQ(judged(policy, {finding("CVE-1", Severity::kMedium)}).verdict, CheckVerdict::kPass);
  const ImageCheck failed =
      judged(policy, {finding("CVE-3", Severity::kHigh), finding("CVE-2", Severity::kCritical),
                      finding("CVE-1", Severity::kCritical)});
  EXPECT_EQ(failed.verdict, CheckVerdict::kFail);
  EXPECT_EQ(failed.reason, "3 vulnerabilities of severity high or above, such as CVE-1 in openssl");
  EXPECT_EQ(failed.checked_at, 42);
  EXPECT_EQ(failed.details.text, R"({"failing":3,"vulnerabilities":3})");
}

TEST(ClairPolicyCheck, LeavesAsideWhatThePolicyDoes) {
  CheckPolicy policy;
  policy.fail_on = Severity::kLow;
  policy.fixable_only = true;
  policy.allow = {"CVE-9"};
  EXPECT_EQ(judged(policy, {finding("CVE-1", Severity::kHigh),
                            finding("CVE-9", Severity::kCritical, "2.0")})
                .verdict,
            CheckVerdict::kPass);
  EXPECT_THAT(judged(policy, {finding("CVE-1", Severity::kLow, "2.0")}).reason,
              HasSubstr("1 vulnerability with a fix and of severity low"));
}

TEST(ClairPolicyCheck, AllowsAsManyAsThePolicySays) {
  CheckPolicy policy;
  policy.fail_on = Severity::kHigh;
  policy.max_vulnerabilities = 2;
  std::vector<Vulnerability> rows = {finding("CVE-1", Severity::kHigh),
                                     finding("CVE-2", Severity::kMedium),
                                     finding("CVE-3", Severity::kCritical)};
  const ImageCheck passed = judged(policy, rows);
  EXPECT_EQ(passed.verdict, CheckVerdict::kPass);
  EXPECT_EQ(passed.reason,
            "2 vulnerabilities of severity high or above, such as CVE-3 in openssl; 2 allowed");
  EXPECT_EQ(judged(policy, rows, CoverageOutcome::kNoData).verdict, CheckVerdict::kUnknown);
  rows.push_back(finding("CVE-4", Severity::kHigh));
  const ImageCheck failed = judged(policy, rows);
  EXPECT_EQ(failed.verdict, CheckVerdict::kFail);
  EXPECT_EQ(failed.reason,
            "3 vulnerabilities of severity high or above, such as CVE-3 in openssl; 2 allowed");
  EXPECT_EQ(judged(policy, {}).reason,
            "no vulnerability of severity high or above is known to Clair");
}

TEST(ClairPolicyCheck, WhatIsNotCoveredDoesNotPass) {
  for (const auto outcome : {CoverageOutcome::kUnstated, CoverageOutcome::kUnsupported,
                             CoverageOutcome::kNoData, CoverageOutcome::kNothingToScan}) {
    EXPECT_EQ(judged({}, {}, outcome).verdict, CheckVerdict::kUnknown);
    EXPECT_EQ(judged({}, {finding("CVE-1", Severity::kCritical)}, outcome).verdict,
              CheckVerdict::kFail);
  }
  const CheckPolicy policy;
  PolicyCheck check(policy);
  Coverage coverage = covering(CoverageOutcome::kNoData);
  coverage.notes = {"no data for debian:12"};
  EXPECT_EQ(check.judge(coverage, 0).reason, "no data for debian:12");
}

}  // namespace
}  // namespace portside::clair
