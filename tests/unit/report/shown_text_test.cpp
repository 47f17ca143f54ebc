// SPDX-License-Identifier: Apache-2.0
#include "report/shown_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portside::report {
namespace {

using ::testing::ElementsAre;

TEST(ShownText, MakesControlsVisibleAndWhiteSpaceNarrow) {
  EXPECT_EQ(shown_text("a\x1b[2Jb\x07", false), "a\\u001b[2Jb\\u0007");
  EXPECT_EQ(shown_text("  a \n\t b\r\n", false), "a b");
  EXPECT_EQ(shown_text("a\x7f\xc2\x9b"
                       "2J",
                       false),
            "a\\u007f\\u009b2J");
  EXPECT_EQ(shown_text(std::string_view("a\0b", 3), false), "a\\u0000b");
}

TEST(ShownText, DoesNotLetTextTurnAroundOrHide) {
  EXPECT_EQ(shown_text("a\xe2\x80\xae"
                       "b",
                       false),
            "a\\u202eb");
  EXPECT_EQ(shown_text("a\xe2\x80\x8b"
                       "b",
                       false),
            "a\\u200bb");
  EXPECT_EQ(shown_text("\xef\xbb\xbf"
                       "b",
                       false),
            "\\ufeffb");
  EXPECT_EQ(shown_text("\xe2\x80\xa8"
                       "b",
                       false),
            "\\u2028b");
}

TEST(ShownText, ReplacesWhatIsNoUtf8) {
  EXPECT_EQ(shown_text("a\xff", false), "a\xef\xbf\xbd");
  EXPECT_EQ(shown_text("\xc0\xaf", false), "\xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_EQ(shown_text("\xed\xa0\x80", false), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_EQ(shown_text("\xe2\x82", false), "\xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_EQ(shown_text("\xf4\x90\x80\x80", false).size(), 12U);
}

TEST(ShownText, IsAsciiWhereThatIsWanted) {
  EXPECT_EQ(shown_text("\xc3\xbc\xe6\x97\xa5 x\xff", true), "?? x?");
}

TEST(Columns, CountsWideAndCombiningCharacters) {
  EXPECT_EQ(columns_of("abc"), 3U);
  EXPECT_EQ(columns_of("\xc3\xbc"), 1U);
  EXPECT_EQ(columns_of("\xe6\x97\xa5\xe6\x9c\xac"), 4U);
  EXPECT_EQ(columns_of("\xf0\x9f\x98\x80"), 2U);
  EXPECT_EQ(columns_of("e\xcc\x81"), 1U);
}

TEST(Columns, AreNeverPassedByWhatFits) {
  EXPECT_EQ(fitting("\xe6\x97\xa5\xe6\x9c\xac", 3), "\xe6\x97\xa5");
  EXPECT_EQ(fitting("e\xcc\x81x", 1), "e\xcc\x81");
  EXPECT_EQ(fitting("abc", 0), "");
}

TEST(Shortened, ShowsWhatWasCut) {
  EXPECT_EQ(shortened_to("abcdef", 6, false), "abcdef");
  EXPECT_EQ(shortened_to("abcdef", 5, false), "abcd\xe2\x80\xa6");
  EXPECT_EQ(shortened_to("abcdef", 5, true), "ab...");
  EXPECT_EQ(shortened_to("ab def", 4, false), "ab\xe2\x80\xa6");
  EXPECT_EQ(shortened_to("abcdef", 2, true), "ab");
}

TEST(Wrapped, BreaksAfterWordsThenAfterPunctuationThenAnywhere) {
  EXPECT_THAT(wrapped("one two three", 8), ElementsAre("one two", "three"));
  EXPECT_THAT(wrapped("7.88.1-10+deb12u5", 9), ElementsAre("7.88.1-", "10+", "deb12u5"));
  EXPECT_THAT(wrapped("abcdefgh", 3), ElementsAre("abc", "def", "gh"));
  EXPECT_THAT(wrapped("", 3), ElementsAre(""));
  EXPECT_THAT(wrapped("\xe6\x97\xa5\xe6\x9c\xac", 1), ElementsAre("\xe6\x97\xa5", "\xe6\x9c\xac"));
}

}  // namespace
}  // namespace portside::report
