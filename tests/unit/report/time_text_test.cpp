// SPDX-License-Identifier: Apache-2.0
#include "report/time_text.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace portside::report {
namespace {

TEST(TimeText, WritesMillisecondsInUtc) {
  EXPECT_EQ(time_text(0), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(time_text(1'709'251'199'999), "2024-02-29T23:59:59.999Z");
  EXPECT_EQ(time_text_seconds(1'709'251'199'999), "2024-02-29T23:59:59Z");
  EXPECT_EQ(day_text(1'709'251'199'999), "2024-02-29");
}

TEST(TimeText, KeepsWithinTheYearsThatHaveFourDigits) {
  EXPECT_EQ(time_text(-1), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(time_text(std::numeric_limits<Millis>::max()), "9999-12-31T23:59:59.999Z");
}

TEST(TimeText, IsReadBack) {
  for (const Millis time : {Millis{0}, Millis{1'709'251'199'999}, Millis{253'402'300'799'999}}) {
    EXPECT_EQ(time_of(time_text(time)), time);
  }
}

TEST(TimeText, ReadsNothingElse) {
  for (const char* text :
       {"", "2024-02-29", "2023-02-29T00:00:00.000Z", "2024-02-29T24:00:00.000Z",
        "2024-02-29T00:60:00.000Z", "2024-02-29T00:00:60.000Z", "2024-02-29T00:00:00.000z",
        "2024-02-29 00:00:00.000Z", "2024-02-29T00:00:00.+00Z", "2024-13-01T00:00:00.000Z",
        "2024-02-29T00:00:00.0000Z"}) {
    EXPECT_EQ(time_of(text), std::nullopt) << text;
  }
}

TEST(TimeText, KnowsTheCalendar) {
  EXPECT_TRUE(is_day("2024-02-29"));
  for (const char* text : {"2023-02-29", "2024-2-29", "2024-00-01", "2024-01-00", "tomorrow", ""}) {
    EXPECT_FALSE(is_day(text)) << text;
  }
}

}  // namespace
}  // namespace portside::report
