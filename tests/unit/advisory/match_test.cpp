// SPDX-License-Identifier: Apache-2.0
#include "advisory/match.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "sample.hpp"

namespace portside::advisory {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// An index of one release, and what it says of packages.
class Match : public ::testing::Test {
 protected:
  Match() { builder_.begin_source(source("tracker")); }

  void add(const std::string& id, AffectedPackage affected) {
    builder_.add(advisory(id, {std::move(affected)}));
  }

  /// `NUMBER ID FIXED` for each finding.
  std::vector<std::string> found(const std::vector<InstalledPackage>& packages,
                                 const std::string& release = "Debian:12",
                                 VersionScheme scheme = VersionScheme::kDeb) {
    const IndexFile file(builder_);
    const Index index(file.path());
    std::vector<std::string> all;
    summary_ = match(index, release, scheme, packages, [&](const Finding& each) {
      all.push_back(std::to_string(each.package) + " " + std::string(each.id) + " " +
                    std::string(each.fixed_version));
    });
    return all;
  }

  std::vector<std::string> found(std::string_view name, std::string_view version) {
    return found({{name, version, {}, {}, {}}});
  }

  std::vector<std::string> found_rpm(std::string_view name, std::string_view version,
                                     std::string_view module = {}) {
    return found({{name, version, {}, {}, module}}, "AlmaLinux:8", VersionScheme::kRpm);
  }

  static AffectedPackage rpm(const std::string& name, const std::string& fixed,
                             const std::string& module = "") {
    AffectedPackage each = package("AlmaLinux:8", name, fixed);
    each.name_kind = NameKind::kBinary;
    each.module = module;
    return each;
  }

  IndexBuilder builder_;
  MatchSummary summary_;
};

TEST_F(Match, HasAllThatTheAdvisorySays) {
  IndexBuilder builder;
  add_sample(builder);
  const IndexFile file(builder);
  const Index index(file.path());
  int count = 0;
  match(index, "Debian:12", VersionScheme::kDeb, {{"openssl", "3.0.11-1~deb12u1", {}, {}, {}}},
        [&](const Finding& each) {
          ++count;
          EXPECT_EQ(each.package, 0U);
          EXPECT_EQ(each.id, "CVE-2024-0001");
          EXPECT_EQ(each.fixed_version, "3.0.11-1~deb12u2");
          EXPECT_EQ(each.severity, Severity::kHigh);
          EXPECT_EQ(each.severity_text, "high");
          EXPECT_EQ(each.status, "fixed");
          EXPECT_EQ(each.title, "a title");
          EXPECT_EQ(each.description, "A description.");
          EXPECT_EQ(each.data_source, "tracker");
          EXPECT_THAT(each.aliases, ElementsAre("GHSA-1", "GHSA-2"));
          EXPECT_THAT(each.links, ElementsAre("https://example.test/1"));
          EXPECT_THAT(each.cwe_ids, ElementsAre("CWE-79"));
          EXPECT_EQ(each.cvss_vectors.size(), 1U);
        });
  EXPECT_EQ(count, 1);
}

TEST_F(Match, ComesInTheOrderOfPackagesAndIds) {
  add("CVE-2024-2", package("Debian:12", "a", "2"));
  add("CVE-2024-1", package("Debian:12", "a", "2"));
  add("CVE-2024-3", package("Debian:12", "b", "2"));
  EXPECT_THAT(found({{"b", "1", {}, {}, {}}, {"c", "1", {}, {}, {}}, {"a", "1", {}, {}, {}}}),
              ElementsAre("0 CVE-2024-3 2", "2 CVE-2024-1 2", "2 CVE-2024-2 2"));
}

TEST_F(Match, IsOfOneReleaseAndName) {
  add("CVE-1", package("Debian:12", "a", "2"));
  EXPECT_THAT(found({{"a", "1", {}, {}, {}}}, "Debian:13"), IsEmpty());
  EXPECT_THAT(found("b", "1"), IsEmpty());
  EXPECT_THAT(found("", "1"), IsEmpty());
}

TEST_F(Match, EndsWithTheFixedVersion) {
  add("CVE-1", package("Debian:12", "a", "2"));
  EXPECT_THAT(found("a", "1.9"), ElementsAre("0 CVE-1 2"));
  EXPECT_THAT(found("a", "2~rc1"), ElementsAre("0 CVE-1 2"));
  EXPECT_THAT(found("a", "2"), IsEmpty());
  EXPECT_THAT(found("a", "2.1"), IsEmpty());
}

TEST_F(Match, BeginsWithTheVersionThatIntroducedIt) {
  AffectedPackage each = package("Debian:12", "a");
  each.ranges = {{"2", "3", ""}, {"5", "", "6"}, {"9", "", ""}};
  add("CVE-1", each);
  EXPECT_THAT(found("a", "1"), IsEmpty());
  EXPECT_THAT(found("a", "2"), ElementsAre("0 CVE-1 3"));
  EXPECT_THAT(found("a", "3"), IsEmpty());
  EXPECT_THAT(found("a", "5"), ElementsAre("0 CVE-1 "));
  EXPECT_THAT(found("a", "6"), ElementsAre("0 CVE-1 "));
  EXPECT_THAT(found("a", "6.1"), IsEmpty());
  EXPECT_THAT(found("a", "10"), ElementsAre("0 CVE-1 "));
}

TEST_F(Match, EndsAtALimitThatIsNoFix) {
  AffectedPackage each = package("Debian:12", "a");
  each.ranges = {{"1", "", "", "3"}};
  add("CVE-1", each);
  EXPECT_THAT(found("a", "0.9"), IsEmpty());
  EXPECT_THAT(found("a", "2.9"), ElementsAre("0 CVE-1 "));
  EXPECT_THAT(found("a", "3"), IsEmpty());
}

TEST_F(Match, KnowsListedVersions) {
  AffectedPackage each = package("Debian:12", "a", "2");
  each.versions = {"3.0", "not a version", "4"};
  add("CVE-1", each);
  EXPECT_THAT(found("a", "3.0"), ElementsAre("0 CVE-1 "));
  EXPECT_THAT(found("a", "0:3.0-0"), ElementsAre("0 CVE-1 ")) << "the same in other words";
  EXPECT_THAT(found("a", "not a version"), ElementsAre("0 CVE-1 "));
  EXPECT_THAT(found("a", "3.1"), IsEmpty());
  EXPECT_EQ(summary_.indeterminate, 0U);
}

TEST_F(Match, ComparesTheNameThatIsMeant) {
  add("CVE-1", package("Debian:12", "openssl", "3.2"));
  AffectedPackage binary = package("Debian:12", "libssl3", "3.3");
  binary.name_kind = NameKind::kBinary;
  add("CVE-2", binary);
  // A binary package with a version of its own.
  EXPECT_THAT(found({{"libssl3", "3.2+b1", "openssl", "3.1", {}}}),
              ElementsAre("0 CVE-1 3.2", "0 CVE-2 3.3"));
  EXPECT_THAT(found({{"libssl3", "3.1", "openssl", "3.2", {}}}), ElementsAre("0 CVE-2 3.3"));
  EXPECT_THAT(found({{"libssl3", "3.1", "openssl", {}, {}}}),
              ElementsAre("0 CVE-1 3.2", "0 CVE-2 3.3"))
      << "the source has the same version";
  EXPECT_THAT(found({{"openssl", "3.1", "other", "1", {}}}), IsEmpty())
      << "the binary of that name comes from another source";
  EXPECT_THAT(found("openssl", "3.1"), ElementsAre("0 CVE-1 3.2"));
}

TEST_F(Match, CountsWhatNobodyCanCompare) {
  add("CVE-1", package("Debian:12", "a", "2"));
  add("CVE-2", package("Debian:12", "a", "no version"));
  add("CVE-3", package("Debian:12", "a"));
  EXPECT_THAT(found("a", "1"), ElementsAre("0 CVE-1 2", "0 CVE-3 "));
  EXPECT_EQ(summary_.indeterminate, 1U);
  EXPECT_EQ(summary_.first_indeterminate, "a 1 against no version (CVE-2)");
  EXPECT_THAT(found("a", "1-"), ElementsAre("0 CVE-3 ")) << "all versions of it";
  EXPECT_EQ(summary_.indeterminate, 2U);
  EXPECT_EQ(summary_.first_indeterminate, "a 1- against 2 (CVE-1)");
}

TEST_F(Match, CountsOnlyWhatIsNotDecidedByTheOtherVersion) {
  AffectedPackage each = package("Debian:12", "a");
  each.ranges = {{"2", "no version", ""}, {"no version", "1", ""}};
  add("CVE-1", each);
  EXPECT_THAT(found("a", "1.5"), IsEmpty());
  EXPECT_EQ(summary_.indeterminate, 0U) << "before 2, and not before 1";
  EXPECT_THAT(found("a", "3"), IsEmpty());
  EXPECT_EQ(summary_.indeterminate, 1U);
  EXPECT_THAT(found("a", "0.5"), IsEmpty());
  EXPECT_EQ(summary_.indeterminate, 1U);
  each.ranges = {{"no version", "", ""}, {"", "1", ""}};
  add("CVE-2", each);
  EXPECT_THAT(found("a", "0.5"), ElementsAre("0 CVE-2 1")) << "one range says yes";
}

TEST_F(Match, CountsAVersionThatIsNoneAgainstListedOnes) {
  AffectedPackage each = package("Debian:12", "a");
  each.ranges.clear();
  each.versions = {"1"};
  add("CVE-1", each);
  EXPECT_THAT(found("a", ""), IsEmpty());
  EXPECT_EQ(summary_.indeterminate, 1U);
}

TEST_F(Match, LetsThroughWhatTheCallerThrows) {
  add("CVE-1", package("Debian:12", "a"));
  const IndexFile file(builder_);
  const Index index(file.path());
  EXPECT_THROW(match(index, "Debian:12", VersionScheme::kDeb, {{"a", "1", {}, {}, {}}},
                     [](const Finding&) { throw std::runtime_error("enough"); }),
               std::runtime_error);
}

TEST_F(Match, KeepsModulesApart) {
  add("ALSA-1", rpm("nodejs", "1:18.9-1.module_el8.7.0+1", "nodejs:18"));
  add("ALSA-2", rpm("nodejs", "1:20.0-1"));
  EXPECT_THAT(found_rpm("nodejs", "1:18.1-1.module_el8.7.0+1", "nodejs:18:8070020:abc"),
              ElementsAre("0 ALSA-1 1:18.9-1.module_el8.7.0+1"));
  EXPECT_THAT(found_rpm("nodejs", "1:18.1-1.module_el8.7.0+1", "nodejs:18"),
              ElementsAre("0 ALSA-1 1:18.9-1.module_el8.7.0+1"));
  EXPECT_THAT(found_rpm("nodejs", "1:16.1-1.module_el8.7.0+1", "nodejs:16"), IsEmpty());
  EXPECT_THAT(found_rpm("nodejs", "1:16.1-1.module_el8.7.0+1", "nodejs:180"), IsEmpty());
  EXPECT_THAT(found_rpm("nodejs", "1:16.1-1"), ElementsAre("0 ALSA-2 1:20.0-1"));
  EXPECT_EQ(summary_.indeterminate, 0U);
}

TEST_F(Match, CountsModulesThatNobodyNames) {
  add("ALSA-1", rpm("perl", "5.30-2.module+el8.6.0+2"));
  EXPECT_THAT(found_rpm("perl", "5.26-1.module+el8.6.0+1", "perl:5.26"), IsEmpty());
  EXPECT_EQ(summary_.indeterminate, 1U);
  EXPECT_EQ(summary_.first_indeterminate,
            "perl 5.26-1.module+el8.6.0+1 against 5.30-2.module+el8.6.0+2 (ALSA-1)");
  EXPECT_THAT(found_rpm("perl", "5.32-1.module+el8.6.0+1", "perl:5.32"), IsEmpty());
  EXPECT_EQ(summary_.indeterminate, 0U) << "newer than that, whatever the stream";
  EXPECT_THAT(found_rpm("perl", "5.26-1.el8"), IsEmpty());
  EXPECT_EQ(summary_.indeterminate, 0U) << "of no module";
  add("ALSA-2", rpm("perl", "5.24-9.module+el8.6.0+2", "perl:5.24"));
  EXPECT_THAT(found_rpm("perl", "5.24-1.module+el8.6.0+1"), IsEmpty());
  EXPECT_EQ(summary_.indeterminate, 2U) << "the package's label is missing";
}

TEST_F(Match, LooksForModulesInRpmOnly) {
  add("CVE-1", package("Debian:12", "a", "1.module+2"));
  EXPECT_THAT(found("a", "1"), ElementsAre("0 CVE-1 1.module+2"));
}

/// Several rows of one id about one package.
class OneFinding : public Match {
 protected:
  void add_from(const std::string& name, const std::string& fixed, Severity severity) {
    builder_.begin_source(source(name));
    AffectedPackage each = package("Debian:12", "a", fixed);
    each.severity = severity;
    each.severity_text = name + "'s word";
    add("CVE-1", each);
  }

  /// `SOURCE FIXED SEVERITY WORD`
  std::string only() {
    const IndexFile file(builder_);
    const Index index(file.path());
    std::string text;
    match(index, "Debian:12", VersionScheme::kDeb, {{"a", "1", {}, {}, {}}},
          [&](const Finding& each) {
            EXPECT_EQ(text, "") << "more than one";
            text = std::string(each.data_source) + " " + std::string(each.fixed_version) + " " +
                   std::to_string(static_cast<int>(each.severity)) + " " +
                   std::string(each.severity_text);
          });
    return text;
  }
};

TEST_F(OneFinding, IsOfTheSourceThatKnowsAFix) {
  add_from("first", "", Severity::kHigh);
  add_from("second", "2", Severity::kLow);
  EXPECT_EQ(only(), "second 2 3 second's word");
}

TEST_F(OneFinding, BorrowsASeverityWhereThereIsNone) {
  add_from("changelogs", "2", Severity::kUnknown);
  add_from("tracker", "", Severity::kLow);
  add_from("zero", "", Severity::kHigh);
  EXPECT_EQ(only(), "changelogs 2 5 zero's word");
}

TEST_F(OneFinding, IsOfTheHigherSeverity) {
  add_from("a", "2", Severity::kLow);
  add_from("b", "3", Severity::kHigh);
  add_from("c", "2", Severity::kMedium);
  EXPECT_EQ(only(), "b 3 5 b's word");
}

TEST_F(OneFinding, IsRatherRatedHarmlessThanNotRated) {
  add_from("a", "2", Severity::kUnknown);
  add_from("b", "2", Severity::kNone);
  EXPECT_EQ(only(), "b 2 0 b's word");
}

TEST_F(OneFinding, IsOfTheFirstSourceByName) {
  add_from("z", "2", Severity::kLow);
  add_from("b", "3", Severity::kLow);
  EXPECT_EQ(only(), "b 3 3 b's word");
}

TEST_F(OneFinding, IsTheSameForSourceAndBinaryNames) {
  add("CVE-1", package("Debian:12", "a", "2"));
  AffectedPackage binary = package("Debian:12", "a", "2");
  binary.name_kind = NameKind::kBinary;
  add("CVE-1", binary);
  EXPECT_THAT(found("a", "1"), ElementsAre("0 CVE-1 2"));
}

}  // namespace
}  // namespace portside::advisory
