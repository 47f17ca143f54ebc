// SPDX-License-Identifier: Apache-2.0
#include "words/word_list.hpp"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

namespace portside::words {
namespace {

TEST(WordList, PutsCommasAndAnOrBetweenWords) {
  const std::vector<std::string_view> words{"a", "b", "c"};
  EXPECT_EQ(word_list(words), "a, b or c");
  EXPECT_EQ(word_list(std::span(words).first(2)), "a or b");
  EXPECT_EQ(word_list(std::span(words).first(1)), "a");
  EXPECT_EQ(word_list({}), "");
}

}  // namespace
}  // namespace portside::words
