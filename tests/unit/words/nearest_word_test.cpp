// SPDX-License-Identifier: Apache-2.0
#include "words/nearest_word.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace portside::words {
namespace {

constexpr std::array<std::string_view, 4> kWords{"plugins", "scanner", "adapters", "log"};

TEST(NearestWord, FindsTypingMistakes) {
  EXPECT_EQ(nearest_word("plugin", kWords), "plugins");
  EXPECT_EQ(nearest_word("plguins", kWords), "plugins");
  EXPECT_EQ(nearest_word("Scanner", kWords), "scanner");
  EXPECT_EQ(nearest_word("scaner", kWords), "scanner");
  EXPECT_EQ(nearest_word("adaptor", kWords), "adapters");
  EXPECT_EQ(nearest_word("logs", kWords), "log");
  EXPECT_EQ(nearest_word("lgo", kWords), "log");
  EXPECT_EQ(nearest_word("plugins", kWords), "plugins");
}

TEST(NearestWord, FindsNothingWhereNothingIsNear) {
  EXPECT_EQ(nearest_word("database", kWords), "");
  EXPECT_EQ(nearest_word("", kWords), "");
  EXPECT_EQ(nearest_word("xyz", kWords), "");
  EXPECT_EQ(nearest_word("foo", kWords), "");
  EXPECT_EQ(nearest_word("tag", kWords), "");
  EXPECT_EQ(nearest_word(std::string(1'000'000, 'p'), kWords), "");
  EXPECT_EQ(nearest_word("plugins", {}), "");
}

TEST(NearestWord, TakesTheFirstOfEquallyNearOnes) {
  constexpr std::array<std::string_view, 2> kTwins{"abcx", "abcy"};
  EXPECT_EQ(nearest_word("abcz", kTwins), "abcx");
}

}  // namespace
}  // namespace portside::words
