// SPDX-License-Identifier: Apache-2.0
#include "advisory/index_builder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "error_of.hpp"
#include "sample.hpp"

namespace portside::advisory {
namespace {

using testing::code_of;
using ::testing::ElementsAre;
using testing::error_of;
using ::testing::HasSubstr;

std::string bytes_of(const IndexBuilder& builder) {
  const IndexFile file(builder);
  std::ifstream stream(file.path(), std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// What `match` finds of one package, by `ID FIXED`.
std::vector<std::string> found(const IndexBuilder& builder, std::string_view name,
                               std::string_view version) {
  const IndexFile file(builder);
  const Index index(file.path());
  std::vector<std::string> all;
  match(index, "Debian:12", VersionScheme::kDeb, {{name, version, {}, {}, {}}},
        [&](const Finding& each) {
          all.push_back(std::string(each.id) + " " + std::string(each.fixed_version));
        });
  return all;
}

TEST(IndexBuilder, MakesTheSameBytesInAnyOrder) {
  struct Step {
    std::string source;
    Advisory advisory;
  };
  std::vector<Step> steps;
  for (int i = 0; i < 40; ++i) {
    const std::string number = std::to_string(i % 13);
    AffectedPackage affected = package("Debian:" + std::to_string(i % 3), "name" + number, "1.0");
    affected.severity = static_cast<Severity>(i % 5);
    affected.versions = {number, "7"};
    if (i % 4 == 0) affected.ranges.push_back({"2", "", std::to_string(i)});
    Advisory each = advisory("CVE-" + number, {affected});
    each.links = {"link " + std::to_string(i % 2)};
    steps.push_back({"source " + std::to_string(i % 2), each});
  }
  const auto built = [&] {
    IndexBuilder builder;
    for (const Step& step : steps) {
      builder.begin_source(source(step.source));
      builder.add(step.advisory);
    }
    return bytes_of(builder);
  };
  const std::string expected = built();
  std::mt19937 random(3);
  for (int round = 0; round < 5; ++round) {
    std::shuffle(steps.begin(), steps.end(), random);
    EXPECT_TRUE(built() == expected);
  }
  steps[0].advisory.affected[0].status = "another";
  EXPECT_FALSE(built() == expected);
}

TEST(IndexBuilder, KeepsWhatIsSaidOfAnAdvisoryOnce) {
  IndexBuilder builder;
  builder.begin_source(source("tracker"));
  Advisory each = advisory("CVE-1", {package("Debian:12", "a", "1")});
  each.description = std::string(1000, 'x');
  builder.add(each);
  const std::size_t one = bytes_of(builder).size();
  for (int i = 0; i < 10; ++i) builder.add(each);
  EXPECT_EQ(builder.rows(), 11U);
  EXPECT_LT(bytes_of(builder).size(), one + 10 * 100);
}

TEST(IndexBuilder, MakesOneOfSourcesWithTheSameNameAndRemark) {
  IndexBuilder builder;
  DataSource first = source("osv");
  first.releases = {{"Debian:12", 20, 0}};
  builder.begin_source(first);
  DataSource second = source("osv");
  second.releases = {{"Alpine:v3.19", 10, 0}, {"Debian:12", 15, 0}};
  builder.begin_source(second);
  builder.updated_at("Alpine:v3.19", 12);
  second.remark = "another";
  builder.begin_source(second);
  const IndexFile file(builder);
  const auto sources = Index(file.path()).sources();
  ASSERT_EQ(sources.size(), 2U);
  EXPECT_THAT(lines_of(sources[0].releases), ElementsAre("Alpine:v3.19 12 0", "Debian:12 20 0"));
  EXPECT_EQ(sources[1].remark, "another");
}

TEST(IndexBuilder, CountsThePackagesThatEachSourceNames) {
  IndexBuilder builder;
  builder.begin_source(source("b"));
  builder.add(advisory("CVE-1", {package("Debian:12", "a"), package("Debian:12", "b")}));
  builder.add(advisory("CVE-2", {package("Debian:12", "a"), package("Debian:13", "a")}));
  builder.begin_source(source("a"));
  builder.add(advisory("CVE-1", {package("Debian:12", "a")}));
  const IndexFile file(builder);
  const auto sources = Index(file.path()).sources();
  ASSERT_EQ(sources.size(), 2U);
  EXPECT_THAT(lines_of(sources[0].releases), ElementsAre("Debian:12 0 1"));
  EXPECT_THAT(lines_of(sources[1].releases), ElementsAre("Debian:12 0 2", "Debian:13 0 1"));
}

TEST(IndexBuilder, LeavesOutWhatWasNeverAffected) {
  IndexBuilder builder;
  builder.begin_source(source("tracker"));
  builder.add(advisory("CVE-1", {package("Debian:12", "a", "0")}));
  EXPECT_EQ(builder.rows(), 0U);
  AffectedPackage none = package("Debian:12", "a");
  none.ranges.clear();
  builder.add(advisory("CVE-2", {none}));
  EXPECT_EQ(builder.rows(), 0U);
  AffectedPackage both = package("Debian:12", "a", "0");
  both.ranges.push_back({"2", "3", ""});
  builder.add(advisory("CVE-3", {both}));
  EXPECT_EQ(builder.rows(), 1U);
  EXPECT_THAT(found(builder, "a", "0~1"), ElementsAre());
  EXPECT_THAT(found(builder, "a", "2.5"), ElementsAre("CVE-3 3"));
  EXPECT_TRUE(Index(IndexFile(builder).path()).covers("Debian:12"));
}

TEST(IndexBuilder, TakesZeroForTheBeginning) {
  IndexBuilder builder;
  builder.begin_source(source("osv"));
  AffectedPackage each = package("Debian:12", "a", "2");
  each.ranges[0].introduced = "0";
  builder.add(advisory("CVE-1", {each}));
  EXPECT_THAT(found(builder, "a", "0~rc1"), ElementsAre("CVE-1 2"));
}

TEST(IndexBuilder, RefusesWhatNobodyCouldFind) {
  IndexBuilder builder;
  const auto refused = [&](const Advisory& each) {
    return code_of([&] { builder.add(each); }) == ErrorCode::kInvalidArgument;
  };
  EXPECT_TRUE(refused(advisory("CVE-1", {package("Debian:12", "a")}))) << "no source yet";
  EXPECT_EQ(code_of([&] { builder.updated_at("Debian:12", 1); }), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code_of([&] { builder.begin_source({}); }), ErrorCode::kInvalidArgument);
  builder.begin_source(source("tracker"));
  EXPECT_TRUE(refused(advisory("", {package("Debian:12", "a")})));
  EXPECT_TRUE(refused(advisory("CVE-1", {package("", "a")})));
  EXPECT_TRUE(refused(advisory("CVE-1", {package("Debian:12", "")})));
  EXPECT_TRUE(refused(advisory("CVE-1", {package("Debian:12", "a"), package("Debian:12", "")})));
  EXPECT_EQ(builder.rows(), 0U);
}

TEST(IndexBuilder, RefusesTextsThatAreTooLong) {
  IndexBuilder builder;
  builder.begin_source(source("tracker"));
  const std::string longest(IndexBuilder::kLongestText, 'x');
  builder.add(advisory("CVE-1", {package("Debian:12", longest, longest)}));
  const std::vector<std::function<void(Advisory&)>> changes = {
      [](Advisory& each) { each.id += std::string(IndexBuilder::kLongestText, 'x'); },
      [](Advisory& each) { each.links.emplace_back(IndexBuilder::kLongestText + 1, 'x'); },
      [](Advisory& each) { each.affected[0].package += std::string(5000, 'x'); },
      [](Advisory& each) { each.affected[0].ranges[0].fixed += std::string(5000, 'x'); },
      [](Advisory& each) { each.affected[0].versions.emplace_back(5000, 'x'); },
      [](Advisory& each) { each.affected[0].status += std::string(5000, 'x'); },
  };
  for (const auto& change : changes) {
    Advisory each = advisory("CVE-2", {package("Debian:12", "a")});
    change(each);
    const AdapterError error = error_of([&] { builder.add(each); });
    EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
    EXPECT_LT(error.message.size(), 200U);
  }
  EXPECT_EQ(builder.rows(), 1U);
}

TEST(IndexBuilder, CutsDescriptionsBetweenCharacters) {
  IndexBuilder builder;
  builder.begin_source(source("tracker"));
  Advisory each = advisory("CVE-1", {package("Debian:12", "a")});
  each.title = "short";
  for (int i = 0; i < 9000; ++i) each.description += "\u00e9";
  each.description.insert(0, 1, 'x');
  builder.add(each);
  const IndexFile file(builder);
  const Index index(file.path());
  match(index, "Debian:12", VersionScheme::kDeb, {{"a", "1", {}, {}, {}}},
        [&](const Finding& finding) {
          EXPECT_EQ(finding.title, "short");
          const std::string_view text = finding.description;
          EXPECT_LE(text.size(), IndexBuilder::kLongestDescription);
          EXPECT_GE(text.size(), IndexBuilder::kLongestDescription - 2);
          ASSERT_GE(text.size(), 6U);
          EXPECT_EQ(text.substr(text.size() - 6), "\u00e9 ...");
        });
}

TEST(IndexBuilder, IsFullAtItsLimits) {
  IndexBuilder::Limits limits;
  limits.entries = 2;
  IndexBuilder builder(limits);
  builder.begin_source(source("tracker"));
  Advisory each = advisory("CVE-1", {package("Debian:12", "a")});
  builder.add(each);
  each.aliases = {"1", "2", "3"};
  EXPECT_EQ(code_of([&] { builder.add(each); }), ErrorCode::kTooLarge);
  each.aliases.clear();
  builder.add(each);
  const AdapterError error = error_of([&] { builder.add(each); });
  EXPECT_EQ(error.code, ErrorCode::kTooLarge);
  EXPECT_THAT(error.message, HasSubstr("room for 2 rows"));
  EXPECT_EQ(builder.rows(), 2U);
  limits.text_bytes = 100;
  IndexBuilder small(limits);
  small.begin_source(source("tracker"));
  EXPECT_EQ(code_of([&] { small.add(each); }), ErrorCode::kTooLarge);
}

}  // namespace
}  // namespace portside::advisory
