// SPDX-License-Identifier: Apache-2.0
#include "words/character.hpp"

#include <gtest/gtest.h>

namespace portside::words {
namespace {

TEST(Character, IsReadAsUtf8) {
  const auto code = [](std::string_view text) { return first_character(text).code; };
  EXPECT_EQ(code("ab"), U'a');
  EXPECT_EQ(code("\xc3\xbc"
                 "b"),
            0xfcU);
  EXPECT_EQ(code("\xe6\x97\xa5"), 0x65e5U);
  EXPECT_EQ(code("\xf0\x9f\x98\x80"), 0x1f600U);
  EXPECT_EQ(first_character("\xe6\x97\xa5x").bytes, 3U);
}

TEST(Character, IsOneByteWhereItIsNone) {
  for (const char* text : {"\x80", "\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xe2\x82",
                           "\xf4\x90\x80\x80", "\xff", "\xc3z"}) {
    EXPECT_FALSE(first_character(text).good) << text;
    EXPECT_EQ(first_character(text).bytes, 1U) << text;
  }
}

TEST(Character, IsHarmfulWhereItHidesOrMovesOthers) {
  for (const char32_t code :
       {0x00, 0x1b, 0x7f, 0x85, 0x9f, 0xad, 0x200b, 0x2028, 0x202e, 0x2066, 0xfeff, 0xe0041}) {
    EXPECT_TRUE(is_harmful(code)) << escape_of(code);
  }
  for (const char32_t code : {0x20, 0x7e, 0xa0, 0xfc, 0x301, 0x2010, 0x65e5, 0x1f600}) {
    EXPECT_FALSE(is_harmful(code)) << escape_of(code);
  }
  EXPECT_EQ(escape_of(0x1b), "\\u001b");
  EXPECT_EQ(escape_of(0xe0041), "\\ue0041");
}

}  // namespace
}  // namespace portside::words
