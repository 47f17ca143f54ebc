// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/back_off.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <set>
#include <string>

namespace portside::sdk {
namespace {

TEST(BackOffTest, PausesGrowToTheLongest) {
  Millis least = 5'000;
  for (int attempt = 1; attempt <= 10; ++attempt) {
    const Millis pause = back_off({5'000, 30'000}, attempt, "image");
    EXPECT_GE(pause, least);
    EXPECT_LE(pause, least * 5 / 4);
    least = std::min<Millis>(least * 2, 30'000);
  }
}

TEST(BackOffTest, AnyNumberHasAPause) {
  for (const int attempt : {std::numeric_limits<int>::min(), -1, 0, 1}) {
    EXPECT_GE(back_off({}, attempt, ""), 1'000);
    EXPECT_LE(back_off({}, attempt, ""), 1'250);
  }
  EXPECT_GE(back_off({}, std::numeric_limits<int>::max(), ""), 60'000);
  EXPECT_EQ(back_off({1, 1}, 3, "x"), 1);
}

TEST(BackOffTest, PausesDifferFromKeyToKey) {
  std::set<Millis> pauses;
  for (int i = 0; i < 100; ++i) pauses.insert(back_off({}, 7, std::to_string(i)));
  EXPECT_GT(pauses.size(), 90U);
  EXPECT_EQ(back_off({}, 7, "a"), back_off({}, 7, "a"));
}

}  // namespace
}  // namespace portside::sdk
