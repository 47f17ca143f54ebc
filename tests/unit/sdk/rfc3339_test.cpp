// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/rfc3339.hpp"

#include <gtest/gtest.h>

namespace portside::sdk {
namespace {

TEST(Rfc3339, ReadsTimes) {
  EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(parse_rfc3339("2024-03-29T17:08:00Z"), 1'711'732'080'000);
  EXPECT_EQ(parse_rfc3339("2024-03-29t17:08:00z"), 1'711'732'080'000);
  EXPECT_EQ(parse_rfc3339("2024-03-29 18:08:00+01:00"), 1'711'732'080'000);
  EXPECT_EQ(parse_rfc3339("2024-03-29T11:38:00-05:30"), 1'711'732'080'000);
  EXPECT_EQ(parse_rfc3339("2024-02-29T00:00:00Z"), 1'709'164'800'000);
}

TEST(Rfc3339, KeepsMilliseconds) {
  EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:01.5Z"), 1'500);
  EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:01.123456789Z"), 1'123);
}

TEST(Rfc3339, RefusesEverythingElse) {
  for (const char* text :
       {"", "2024", "2024-03-29", "2024-03-29T17:08:00", "2024-03-29T17:08Z",
        "2024-13-01T00:00:00Z", "2023-02-29T00:00:00Z", "2024-00-10T00:00:00Z",
        "2024-01-01T24:00:00Z", "2024-01-01T00:60:00Z", "2024-01-01T00:00:61Z",
        "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00+1:00", "2024-01-01T00:00:00+24:00",
        "2024-01-01T00:00:00Zx", " 2024-01-01T00:00:00Z", "2O24-01-01T00:00:00Z",
        "2024/01/01T00:00:00Z", "-024-01-01T00:00:00Z"}) {
    EXPECT_EQ(parse_rfc3339(text), std::nullopt) << text;
  }
}

// Go's zero time stands in records that were never dated.
TEST(Rfc3339, NothingIsBefore1970) {
  EXPECT_EQ(parse_rfc3339("0001-01-01T00:00:00Z"), std::nullopt);
  EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:00+00:01"), std::nullopt);
}

TEST(Rfc3339, WritesWhatItReads) {
  EXPECT_EQ(rfc3339(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(rfc3339(1'711'732'080'999), "2024-03-29T17:08:00Z");
  EXPECT_EQ(parse_rfc3339(rfc3339(1'709'164'800'000)), 1'709'164'800'000);
}

TEST(Rfc3339, WritesMillisecondsWhereAsked) {
  EXPECT_EQ(rfc3339_exact(1'711'732'080'250), "2024-03-29T17:08:00.250Z");
  EXPECT_EQ(rfc3339_exact(1'711'732'080'007), "2024-03-29T17:08:00.007Z");
  EXPECT_EQ(rfc3339_exact(1'711'732'080'000), "2024-03-29T17:08:00Z");
}

TEST(Rfc3339, KnowsLeapSeconds) {
  EXPECT_EQ(parse_rfc3339("2016-12-31T23:59:60Z"), parse_rfc3339("2017-01-01T00:00:00Z"));
}

}  // namespace
}  // namespace portside::sdk
