// SPDX-License-Identifier: Apache-2.0
#include "log/log_text.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace portside::log {
namespace {

using std::string_literals::operator""s;

constexpr std::size_t kNoLimit = 1'000'000;

TEST(VisibleTextTest, LeavesTextAsItIs) {
  for (const std::string& text :
       {""s, "plain"s, "C:\\new \"quoted\""s, "Größe"s, "\u20ac \u65e5\u672c"s, "\U0001f6a2"s,
        "\ud7ff\ue000\U0010ffff\u00a0"s}) {
    EXPECT_EQ(visible_text(text, kNoLimit), text);
  }
}

TEST(VisibleTextTest, ShowsControlCharacters) {
  const struct {
    std::string text;
    std::string_view shown;
  } cases[] = {
      {"one\ntwo", "one\\ntwo"},
      {"a\rb\tc", "a\\x0db\\x09c"},
      {"zero\0byte"s, "zero\\x00byte"},
      {"\x1b[2Jgone", "\\x1b[2Jgone"},
      {"\x7f", "\\x7f"},
      {"\u0085\u009b", "\\xc2\\x85\\xc2\\x9b"},
  };
  for (const auto& test : cases) EXPECT_EQ(visible_text(test.text, kNoLimit), test.shown);
}

TEST(VisibleTextTest, ShowsBytesThatAreNotUtf8) {
  const struct {
    std::string text;
    std::string_view shown;
  } cases[] = {
      {"a\x80z", "a\\x80z"},                         // continuation without a beginning
      {"\xff\xfe", "\\xff\\xfe"},                    // never in UTF-8
      {"\xc3", "\\xc3"},                             // cut short
      {"\xe2\x82", "\\xe2\\x82"},                    // cut short
      {"\xe2\x82z", "\\xe2\\x82z"},                  // interrupted
      {"\xc0\xaf", "\\xc0\\xaf"},                    // too long for '/'
      {"\xe0\x80\xaf", "\\xe0\\x80\\xaf"},           // the same
      {"\xf0\x80\x80\xaf", "\\xf0\\x80\\x80\\xaf"},  // the same
      {"\xed\xa0\x80", "\\xed\\xa0\\x80"},           // surrogate
      {"\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"},  // above U+10FFFF
      {"\xf5\x80\x80\x80", "\\xf5\\x80\\x80\\x80"},  // the same
      {"\xc3\n", "\\xc3\\n"},                        // a line break inside
  };
  for (const auto& test : cases) EXPECT_EQ(visible_text(test.text, kNoLimit), test.shown);
}

TEST(VisibleTextTest, CutsLongText) {
  EXPECT_EQ(visible_text("12345", 5), "12345");
  EXPECT_EQ(visible_text("123456", 5), "12345 [cut after 5 of 6 bytes]");
  EXPECT_EQ(visible_text("x", 0), " [cut after 0 of 1 bytes]");
}

TEST(VisibleTextTest, CutsBetweenCharactersAndEscapes) {
  EXPECT_EQ(visible_text("123\u20ac", 5), "123 [cut after 3 of 6 bytes]");
  EXPECT_EQ(visible_text("12\x1bz", 5), "12 [cut after 2 of 4 bytes]");
  EXPECT_EQ(visible_text("1\x1bz", 5), "1\\x1b [cut after 2 of 3 bytes]");
}

TEST(OneLineObjectTest, KeepsObjectsAsTheyAre) {
  for (const std::string_view object : {R"({})", R"({"b":1,"a":[1.50,null]})",
                                        R"( {"text":"a\nb \u0000"} )", R"({"Größe":"日本"})"}) {
    EXPECT_EQ(one_line_object(object, kNoLimit), object);
  }
}

TEST(OneLineObjectTest, PutsObjectsOnOneLine) {
  EXPECT_EQ(one_line_object("{\r\n\t\"a\": 1\n}\n", kNoLimit), "{   \"a\": 1 } ");
  EXPECT_EQ(one_line_object("{\"a\":\"\x7f\u009b\"}", kNoLimit), R"({"a":"\u007f\u009b"})");
}

TEST(OneLineObjectTest, RefusesEverythingElse) {
  for (const std::string& object :
       {""s, "  "s, "1"s, "null"s, "\"text\""s, "[{}]"s, "{"s, "{} {}"s, "{\"a\":}"s, "{'a':1}"s,
        "{}\0\nforged"s, "{\"a\":\"line\nbreak\"}"s, "{\"a\":\"\xff\"}"s, "\xef\xbb\xbf{}"s}) {
    EXPECT_EQ(one_line_object(object, kNoLimit), std::nullopt) << object;
  }
}

TEST(OneLineObjectTest, RefusesLongOrDeepObjects) {
  EXPECT_NE(one_line_object(R"({"a":1})", 7), std::nullopt);
  EXPECT_EQ(one_line_object(R"({"a":1})", 6), std::nullopt);
  std::string deep = "{\"a\":";
  deep += std::string(100'000, '[') + std::string(100'000, ']') + '}';
  EXPECT_EQ(one_line_object(deep, 16 * 1024), std::nullopt);
  EXPECT_EQ(one_line_object(deep, kNoLimit), deep) << "depth costs no stack";
}

}  // namespace
}  // namespace portside::log
