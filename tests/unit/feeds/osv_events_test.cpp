// SPDX-License-Identifier: Apache-2.0
#include "feeds/osv_events.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portside::feeds {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Kind = OsvEvent::Kind;

/// `[from,to)`, or `[from,to]` where the last one is named.
std::vector<std::string> ranges(std::vector<OsvEvent> events,
                                advisory::VersionScheme scheme = advisory::VersionScheme::kDeb) {
  std::vector<std::string> texts;
  for (const auto& range : ranges_of(std::move(events), scheme)) {
    std::string end = range.last_affected.empty() ? range.fixed + ')' : range.last_affected + ']';
    if (!range.limit.empty()) end = "limit " + range.limit + ')';
    texts.push_back('[' + range.introduced + ',' + end);
  }
  return texts;
}

OsvEvent introduced(const char* version) {
  return {Kind::kIntroduced, version};
}
OsvEvent fixed(const char* version) {
  return {Kind::kFixed, version};
}
OsvEvent last_affected(const char* version) {
  return {Kind::kLastAffected, version};
}
OsvEvent limit(const char* version) {
  return {Kind::kLimit, version};
}

TEST(OsvEvents, MakeRanges) {
  EXPECT_THAT(ranges({introduced("0"), fixed("1.2-3")}), ElementsAre("[,1.2-3)"));
  EXPECT_THAT(ranges({introduced("1.0"), last_affected("1.5")}), ElementsAre("[1.0,1.5]"));
  EXPECT_THAT(ranges({introduced("1.0")}), ElementsAre("[1.0,)"));
  EXPECT_THAT(ranges({fixed("1.0")}), IsEmpty());
  EXPECT_THAT(ranges({}), IsEmpty());
}

TEST(OsvEvents, StandInAnyOrder) {
  EXPECT_THAT(ranges({fixed("2.1"), introduced("2.0"), fixed("1.10"), introduced("0")}),
              ElementsAre("[,1.10)", "[2.0,2.1)"));
  EXPECT_THAT(ranges({introduced("2.0"), fixed("1.10"), introduced("1.9")}),
              ElementsAre("[1.9,1.10)", "[2.0,)"));
}

TEST(OsvEvents, AreOrderedByTheRulesOfTheDistribution) {
  // 1.0~rc1 comes before 1.0 for dpkg; `_p1` comes behind for apk.
  EXPECT_THAT(ranges({introduced("1.0"), fixed("1.0~rc1"), introduced("0")}),
              ElementsAre("[,1.0~rc1)", "[1.0,)"));
  EXPECT_THAT(ranges({fixed("1.0_p1-r0"), introduced("1.0-r0")}, advisory::VersionScheme::kApk),
              ElementsAre("[1.0-r0,1.0_p1-r0)"));
}

TEST(OsvEvents, AtOneVersion) {
  EXPECT_THAT(ranges({introduced("0"), fixed("1"), introduced("1"), fixed("2")}),
              ElementsAre("[,1)", "[1,2)"));
  EXPECT_THAT(ranges({introduced("1"), fixed("1")}), IsEmpty());
  EXPECT_THAT(ranges({fixed("1"), introduced("1")}), IsEmpty());
  EXPECT_THAT(ranges({introduced("1"), last_affected("1")}), ElementsAre("[1,1]"));
  EXPECT_THAT(ranges({introduced("1"), introduced("1.0"), fixed("2")}), ElementsAre("[1,2)"));
}

TEST(OsvEvents, RepeatedOnesSayNothingNew) {
  EXPECT_THAT(ranges({introduced("0"), introduced("1"), fixed("2"), fixed("3")}),
              ElementsAre("[,2)"));
}

TEST(OsvEvents, EndAtTheLimit) {
  EXPECT_THAT(ranges({introduced("0"), limit("2")}), ElementsAre("[,limit 2)"));
  EXPECT_THAT(ranges({introduced("0"), fixed("2"), limit("2")}), ElementsAre("[,2)"));
  EXPECT_THAT(ranges({introduced("0"), fixed("1"), limit("2"), introduced("3")}),
              ElementsAre("[,1)"));
  EXPECT_THAT(ranges({introduced("0"), limit("1"), limit("2")}), ElementsAre("[,limit 2)"));
  EXPECT_THAT(ranges({introduced("0"), limit("*"), limit("2")}), ElementsAre("[,)"));
}

TEST(OsvEvents, WithoutAnOrderStandAsTheyAre) {
  EXPECT_THAT(ranges({introduced("1.0 x"), fixed("?"), introduced("2")}),
              ElementsAre("[1.0 x,?)", "[2,)"));
}

TEST(OsvEvents, IsInAsksForAllRanges) {
  const std::vector<advisory::VersionRange> all = {
      {"", "1.0", ""}, {"2.0", "", "2.5"}, {"3", "", ""}};
  const auto in = [&](const char* version) {
    return is_in(all, version, advisory::VersionScheme::kDeb);
  };
  EXPECT_TRUE(in("0.9"));
  EXPECT_FALSE(in("1.0"));
  EXPECT_FALSE(in("1.9"));
  EXPECT_TRUE(in("2.0"));
  EXPECT_TRUE(in("2.5"));
  EXPECT_FALSE(in("2.6"));
  EXPECT_TRUE(in("4"));
  EXPECT_FALSE(in("4 0"));
}

}  // namespace
}  // namespace portside::feeds
