// SPDX-License-Identifier: Apache-2.0
#include "portside/host/ignore_list.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error_of.hpp"
#include "portside/api/error.hpp"
#include "report/glob.hpp"
#include "sample_report.hpp"

namespace portside {
namespace {

using ::testing::ElementsAre;
using testing::empty_report;
using testing::error_of;
using testing::full_row;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::report_with;
using testing::row;
using ::testing::SizeIs;

constexpr std::string_view kToday = "2024-06-15";

IgnoreList list_of(std::string_view yaml) {
  return parse_ignore_list(yaml, ConfigFormat::kYaml, "f");
}

std::string detail_of(std::string_view yaml) {
  const AdapterError error = error_of([&] { list_of(yaml); });
  EXPECT_EQ(error.code, ErrorCode::kConfigInvalid);
  return error.detail;
}

/// The ids that are left.
std::vector<std::string> left_by(std::string_view yaml, std::vector<Vulnerability> rows) {
  ScanReport report = report_with(std::move(rows));
  apply_ignores(std::span(&report, 1), list_of(yaml), kToday);
  std::vector<std::string> ids;
  for (const Vulnerability& each : report.vulnerabilities) ids.push_back(each.id);
  return ids;
}

TEST(IgnoreList, IsReadWithItsLines) {
  const IgnoreList list = list_of(R"(ignore:
  - id: CVE-1
  - id: CVE-2
    package: lib*
    purl: pkg:deb/debian/xz
    expires: 2024-12-31
    reason: not reachable
)");
  ASSERT_THAT(list.rules, SizeIs(2));
  EXPECT_EQ(list.rules[0].id, "CVE-1");
  EXPECT_EQ(list.rules[0].line, 2);
  EXPECT_EQ(list.rules[1].package, "lib*");
  EXPECT_EQ(list.rules[1].purl, "pkg:deb/debian/xz");
  EXPECT_EQ(list.rules[1].expires, "2024-12-31");
  EXPECT_EQ(list.rules[1].reason, "not reachable");
  EXPECT_EQ(list.rules[1].line, 3);
}

TEST(IgnoreList, MayBeJsonOrEmpty) {
  EXPECT_THAT(parse_ignore_list(R"({"ignore":[{"id":"CVE-1"}]})", ConfigFormat::kJson, "f").rules,
              SizeIs(1));
  EXPECT_THAT(list_of("ignore: []").rules, IsEmpty());
  EXPECT_THAT(list_of("{}").rules, IsEmpty());
}

TEST(IgnoreList, NamesEveryMistakeAtOnce) {
  EXPECT_EQ(detail_of(R"(ignore:
  - package: bash
  - id: CVE-1
    expires: 2024-02-30
  - id: CVE-2
    until: 2024-02-01
    purl: bash
  - CVE-3
  - id: ''
)"),
            "f:2: ignore[0]: found no key id; expected one, the vulnerability that is passed over\n"
            "f:4: ignore[1].expires: found the text \"2024-02-30\"; expected a day as 2024-12-31\n"
            "f:6: ignore[2].until: found an unknown key; expected id, package, purl, expires or "
            "reason\n"
            "f:7: ignore[2].purl: found the text \"bash\"; expected a package URL as "
            "pkg:deb/debian/bash\n"
            "f:8: ignore[3]: found the text \"CVE-3\"; expected a map with an id\n"
            "f:9: ignore[4].id: found an empty text; expected one, or no such key");
  EXPECT_THAT(detail_of("ignored: []"), HasSubstr("did you mean ignore?"));
  EXPECT_THAT(detail_of("CVE-1"), HasSubstr("expected a map with the key ignore"));
  EXPECT_THAT(detail_of("ignore: [{id: null}]"), HasSubstr("id"));
}

TEST(Ignores, MoveWhatTheyAreAbout) {
  ScanReport report = report_with({full_row(), row("CVE-2", "bash", Severity::kLow)});
  const IgnoreNotes notes = apply_ignores(
      std::span(&report, 1),
      list_of("ignore: [{id: CVE-2024-3094, reason: why, expires: 2024-06-15}]"), kToday);
  ASSERT_THAT(report.vulnerabilities, SizeIs(1));
  EXPECT_EQ(report.vulnerabilities[0].id, "CVE-2");
  ASSERT_THAT(report.suppressed, SizeIs(1));
  EXPECT_EQ(report.suppressed[0].vulnerability.package, "liblzma5");
  EXPECT_EQ(report.suppressed[0].reason, "why");
  EXPECT_EQ(report.suppressed[0].until, "2024-06-15");
  EXPECT_THAT(notes.warnings, IsEmpty());
  EXPECT_THAT(notes.unused, IsEmpty());
}

TEST(Ignores, FitByAliasPackageAndPurl) {
  const std::vector<Vulnerability> rows = {full_row()};
  const auto is_left = [&](const std::string& entry) {
    return !left_by("ignore: [{" + entry + "}]", rows).empty();
  };
  EXPECT_FALSE(is_left("id: DSA-1"));
  EXPECT_FALSE(is_left("id: CVE-2024-3094, package: 'liblz*'"));
  EXPECT_FALSE(is_left("id: CVE-2024-3094, package: xz-utils"));
  EXPECT_FALSE(is_left("id: CVE-2024-3094, purl: 'pkg:deb/debian/liblzma5'"));
  EXPECT_FALSE(is_left("id: CVE-2024-3094, purl: 'pkg:deb/debian/liblzma5@5.6.0-0.2'"));
  EXPECT_FALSE(is_left("id: CVE-2024-3094, purl: 'pkg:deb/debian/liblzma5@5.6.0-0.2?arch=arm64'"));
  EXPECT_TRUE(is_left("id: CVE-2024-309"));
  EXPECT_TRUE(is_left("id: CVE-2024-3094, package: liblzma"));
  EXPECT_TRUE(is_left("id: CVE-2024-3094, purl: 'pkg:deb/debian/liblzma5@5.6.1'"));
  EXPECT_TRUE(is_left("id: CVE-2024-3094, purl: 'pkg:deb/debian/liblzma'"));
  EXPECT_TRUE(is_left("id: CVE-2024-3094, package: liblzma5, purl: 'pkg:deb/debian/x'"));
}

TEST(Ignores, KnowThatAScopeIsNoVersion) {
  Vulnerability scoped = row("CVE-1", "@scope/name", Severity::kLow);
  scoped.purl = "pkg:npm/@scope/name@1.0";
  EXPECT_THAT(left_by("ignore: [{id: CVE-1, purl: 'pkg:npm/@scope/name'}]", {scoped}), IsEmpty());
  EXPECT_THAT(left_by("ignore: [{id: CVE-1, purl: 'pkg:npm/@scope/other'}]", {scoped}), SizeIs(1));
}

TEST(Ignores, ThatHaveEndedCountAgainAndWarn) {
  ScanReport report =
      report_with({row("CVE-1", "a", Severity::kLow), row("CVE-1", "b", Severity::kLow)});
  const IgnoreNotes notes = apply_ignores(
      std::span(&report, 1), list_of("ignore:\n  - {id: CVE-1, expires: 2024-06-14}"), kToday);
  EXPECT_THAT(report.vulnerabilities, SizeIs(2));
  EXPECT_THAT(report.suppressed, IsEmpty());
  EXPECT_THAT(notes.warnings, ElementsAre("f:2: the entry for CVE-1 ended with 2024-06-14: 2 "
                                          "vulnerabilities count again"));
}

TEST(Ignores, ThatHaveEndedSayNothingWhereAnotherHolds) {
  ScanReport report = report_with({row("CVE-1", "a", Severity::kLow)});
  const IgnoreNotes notes = apply_ignores(
      std::span(&report, 1),
      list_of("ignore: [{id: CVE-1, expires: 2024-01-01}, {id: CVE-1, reason: new}]"), kToday);
  EXPECT_THAT(notes.warnings, IsEmpty());
  ASSERT_THAT(report.suppressed, SizeIs(1));
  EXPECT_EQ(report.suppressed[0].reason, "new");
}

TEST(Ignores, AboutNothingAreNamedOverAllReports) {
  std::vector<ScanReport> reports = {report_with({row("CVE-1", "a", Severity::kLow)}),
                                     report_with({row("CVE-2", "a", Severity::kLow)})};
  const IgnoreNotes notes = apply_ignores(
      reports, list_of("ignore: [{id: CVE-1}, {id: CVE-2}, {id: \"CVE-3\\e[2J\"}]"), kToday);
  EXPECT_THAT(notes.unused,
              ElementsAre("f:1: the entry for CVE-3\\u001b[2J is about nothing here"));
}

TEST(Glob, KnowsStarAndQuestionMark) {
  using report::matches_glob;
  EXPECT_TRUE(matches_glob("", ""));
  EXPECT_TRUE(matches_glob("*", ""));
  EXPECT_TRUE(matches_glob("lib*5", "liblzma5"));
  EXPECT_TRUE(matches_glob("l?b*", "lib"));
  EXPECT_TRUE(matches_glob("*a*b*", "xxaxxbxx"));
  EXPECT_TRUE(matches_glob("*ab", "aab"));
  EXPECT_FALSE(matches_glob("", "a"));
  EXPECT_FALSE(matches_glob("?", ""));
  EXPECT_FALSE(matches_glob("lib*5", "liblzma6"));
  EXPECT_FALSE(matches_glob("a*b*c", "acb"));
  EXPECT_FALSE(matches_glob(std::string(50, '*') + "b", std::string(10'000, 'a')));
}

}  // namespace
}  // namespace portside
