// SPDX-License-Identifier: Apache-2.0
#include "config/text_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "portside/api/error.hpp"

namespace portside::config {
namespace {

using ::testing::HasSubstr;

/// What checked_text() says about `text`; "" when it is good.
std::string refusal(std::string_view text) {
  Mistakes mistakes("f", ConfigFormat::kYaml);
  try {
    checked_text(text, mistakes);
    return {};
  } catch (const StopReading&) {
  }
  try {
    mistakes.throw_if_any();
  } catch (const AdapterError& error) {
    return error.message;
  }
  return "stopped without a mistake";
}

TEST(TextCheck, TakesEveryLengthOfCharacter) {
  for (const std::string_view text :
       {"", "a\tb\r\nc", "\x7f", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xEC\xBF\xBF",
        "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF3\xBF\xBF\xBF",
        "\xF4\x8F\xBF\xBF"}) {
    EXPECT_EQ(refusal(text), "") << text;
  }
}

TEST(TextCheck, RefusesWhatIsNotUtf8) {
  for (const std::string_view text :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2", "\xC2 ", "\xC2\xC0", "\xE0\x9F\xBF",
        "\xE2\x82", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF", "\xF0\x90\x80",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFE\xFF", "\xFF", "\xE2\x28\xA1"}) {
    EXPECT_THAT(refusal(text), HasSubstr("f:1: found bytes that are not UTF-8")) << text;
  }
}

TEST(TextCheck, RefusesControlCharactersAndTellsTheLine) {
  for (int c = 0; c < 0x20; ++c) {
    if (c == '\t' || c == '\n' || c == '\r') continue;
    EXPECT_THAT(refusal(std::string("a\nb\n") + static_cast<char>(c)),
                HasSubstr("f:3: found a control character"));
  }
}

TEST(TextCheck, TakesOffTheByteOrderMarkOnce) {
  Mistakes mistakes("f", ConfigFormat::kYaml);
  EXPECT_EQ(checked_text("\xEF\xBB\xBFx", mistakes), "x");
  EXPECT_EQ(checked_text("\xEF\xBB\xBF\xEF\xBB\xBF", mistakes), "\xEF\xBB\xBF");
}

TEST(TextCheck, HoldsTheLimit) {
  EXPECT_EQ(refusal(std::string(kMaxTextBytes, ' ')), "");
  EXPECT_THAT(refusal(std::string(kMaxTextBytes + 1, ' ')), HasSubstr("more than 4 MiB"));
}

TEST(LineOf, CountsFromOne) {
  EXPECT_EQ(line_of("a\nb\n", 0), 1);
  EXPECT_EQ(line_of("a\nb\n", 1), 1);
  EXPECT_EQ(line_of("a\nb\n", 2), 2);
  EXPECT_EQ(line_of("a\nb\n", 1000), 3);
}

}  // namespace
}  // namespace portside::config
