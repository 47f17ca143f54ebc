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

TEST(Shortened, DoesNotLetTextTurnAroundOrHide) {
  EXPECT_EQ(shortened("a\xe2\x80\xae"
                      "b\xe2\x81\xa6"),
            "a\\u202eb\\u2066");
  EXPECT_EQ(shortened("a\xe2\x80\x8b|\xe2\x80\xa8|\xef\xbb\xbf"), "a\\u200b|\\u2028|\\ufeff");
  EXPECT_EQ(shortened("\xf3\xa0\x81\x81"), "\\ue0041");
}

TEST(Shortened, ReplacesWhatIsNoUtf8) {
  EXPECT_EQ(shortened("a\x9b"
                      "2J\xff"),
            "a\xef\xbf\xbd"
            "2J\xef\xbf\xbd")
      << "terminals may take a byte for a control";
  EXPECT_EQ(shortened("\xe2\x80"), "\xef\xbf\xbd\xef\xbf\xbd");
}

TEST(Shortened, CutsLongTextBetweenCharacters) {
  EXPECT_EQ(shortened(std::string(80, 'x')), std::string(80, 'x'));
  EXPECT_EQ(shortened(std::string(81, 'x')), std::string(80, 'x') + "...");
  EXPECT_EQ(shortened(std::string(79, 'x') + "éé"), std::string(79, 'x') + "...");
  EXPECT_EQ(quoted("x"), "\"x\"");
}

}  // namespace
}  // namespace portside::words
