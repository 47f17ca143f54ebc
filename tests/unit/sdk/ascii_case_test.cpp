// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/ascii_case.hpp"

#include <gtest/gtest.h>

namespace portside::sdk {
namespace {

TEST(AsciiCase, IsOfAsciiOnly) {
  EXPECT_EQ(lower_case(std::string("Ab-@[\xc3\x84Z")), "ab-@[\xc3\x84z");
  EXPECT_EQ(upper_case(std::string("Ab-`{\xc3\xa4z")), "AB-`{\xc3\xa4Z");
}

TEST(AsciiCase, DoesNotMatterWhereWordsAreCompared) {
  EXPECT_TRUE(is_same_in_any_case("Retry-AFTER", "retry-after"));
  EXPECT_TRUE(is_same_in_any_case("", ""));
  for (const char* other : {"", "a", "abc", "a[", "\xc3\xa4"}) {
    EXPECT_FALSE(is_same_in_any_case("A{", other)) << other;
  }
}

}  // namespace
}  // namespace portside::sdk
