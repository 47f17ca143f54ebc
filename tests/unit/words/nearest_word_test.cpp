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

TEST(NearestWord, FindsWordsOfWhichOneIsAPartOfTheOther) {
  constexpr std::array<std::string_view, 4> kKeys{"client_cert", "ca_file", "api_key", "username"};
  EXPECT_EQ(nearest_word("user", kKeys), "username");
  EXPECT_EQ(nearest_word("cert", kKeys), "client_cert");
  EXPECT_EQ(nearest_word("client", kKeys), "client_cert");
  EXPECT_EQ(nearest_word("anchore_api_key", kKeys), "api_key");
  EXPECT_EQ(nearest_word("a", kKeys), "");
  EXPECT_EQ(nearest_word("na", kKeys), "");
  constexpr std::array<std::string_view, 2> kBoth{"new_name", "name_of_file"};
  EXPECT_EQ(nearest_word("name", kBoth), "name_of_file");
}

}  // namespace
}  // namespace portside::words
