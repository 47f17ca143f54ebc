// SPDX-License-Identifier: Apache-2.0
#include "words/quoted.hpp"

#include <gtest/gtest.h>

#include <string>

namespace portside::words {
namespace {

TEST(Shortened, ShowsControlCharactersAsEscapes) {
  EXPECT_EQ(shortened("a\nb\x1b[31m\x7f"), "a\\u000ab\\u001b[31m\\u007f");
  EXPECT_EQ(shortened("\xC2\x85|\xC2\x9B|\xC2\xA0"), "\\u0085|\\u009b|\xC2\xA0");
  EXPECT_EQ(shortened(std::string("\0", 1)), "\\u0000");
}

TEST(Shortened, CutsLongTextBetweenCharacters) {
  EXPECT_EQ(shortened(std::string(80, 'x')), std::string(80, 'x'));
  EXPECT_EQ(shortened(std::string(81, 'x')), std::string(80, 'x') + "...");
  EXPECT_EQ(shortened(std::string(79, 'x') + "éé"), std::string(79, 'x') + "...");
  EXPECT_EQ(quoted("x"), "\"x\"");
}

}  // namespace
}  // namespace portside::words
