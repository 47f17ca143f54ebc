// SPDX-License-Identifier: Apache-2.0
#include "json/depth.hpp"

#include <gtest/gtest.h>

#include <string>

namespace portside::json_text {
namespace {

TEST(JsonDepth, CountsWhatIsOpen) {
  EXPECT_FALSE(is_deeper_than("", 0));
  EXPECT_FALSE(is_deeper_than("1", 0));
  EXPECT_TRUE(is_deeper_than("[]", 0));
  EXPECT_FALSE(is_deeper_than("[[],[],{}]", 2));
  EXPECT_TRUE(is_deeper_than(R"({"a":[{}]})", 2));
  EXPECT_FALSE(is_deeper_than(R"({"a":[{}]})", 3));
}

TEST(JsonDepth, PassesOverTexts) {
  EXPECT_FALSE(is_deeper_than(R"(["[[[[","\"[[[","\\"])", 1));
  EXPECT_TRUE(is_deeper_than(R"(["\\",[]])", 1));
}

TEST(JsonDepth, TakesAnything) {
  EXPECT_FALSE(is_deeper_than("]]]]\"", 0));
  EXPECT_FALSE(is_deeper_than("\"\\", 0));
  EXPECT_TRUE(is_deeper_than(std::string(1'000'000, '['), 999'999));
}

}  // namespace
}  // namespace portside::json_text
