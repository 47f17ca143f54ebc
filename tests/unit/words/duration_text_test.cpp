// SPDX-License-Identifier: Apache-2.0
#include "words/duration_text.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <utility>

namespace portside::words {
namespace {

TEST(DurationTextTest, IsInTheUnitThatPeopleRead) {
  const std::pair<Millis, const char*> cases[] = {
      {0, "0 ms"},         {999, "999 ms"},     {1'000, "1 s"},       {1'001, "1.1 s"},
      {9'900, "9.9 s"},    {9'950, "10 s"},     {10'000, "10 s"},     {10'001, "11 s"},
      {59'500, "60 s"},    {60'000, "1 min"},   {90'000, "90 s"},     {599'000, "599 s"},
      {600'000, "10 min"}, {600'001, "11 min"}, {3'600'000, "60 min"}};
  for (const auto& [duration, text] : cases) EXPECT_EQ(duration_text(duration), text) << duration;
}

TEST(DurationTextTest, TakesAnything) {
  EXPECT_EQ(duration_text(-5), "-5 ms");
  EXPECT_EQ(duration_text(std::numeric_limits<Millis>::max()), "153722867280913 min");
}

}  // namespace
}  // namespace portside::words
