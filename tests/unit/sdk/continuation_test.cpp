// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/continuation.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

#include "portside/api/error.hpp"

namespace portside::sdk {
namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

Json one_of_all() {
  return ContinuationWriter(3)
      .text("step", "wait")
      .number("polls", 7)
      .number("most", kMost)
      .flag("again", true)
      .flag("foreign", false)
      .json();
}

template <typename Read>
void expect_stale(const Read& read) {
  try {
    read();
    FAIL() << "nothing was thrown";
  } catch (const AdapterError& error) {
    EXPECT_EQ(error.code, ErrorCode::kStaleContinuation);
    EXPECT_EQ(error.message, "the scan was begun by another version of the Test adapter");
  }
}

TEST(ContinuationTest, IsReadAsItWasWritten) {
  const ContinuationReader reader(one_of_all(), "Test", 3);
  EXPECT_EQ(reader.text("step"), "wait");
  EXPECT_EQ(reader.number("polls", 7), 7U);
  EXPECT_EQ(reader.number("most", kMost), kMost);
  EXPECT_TRUE(reader.flag("again"));
  EXPECT_FALSE(reader.flag("foreign"));
}

TEST(ContinuationTest, IsJsonThatBeginsWithItsFormat) {
  EXPECT_EQ(ContinuationWriter(1).json().text, R"({"format":1})");
  EXPECT_EQ(one_of_all().text, R"({"format":3,"step":"wait","polls":7,"most":18446744073709551615,)"
                               R"("again":true,"foreign":false})");
}

TEST(ContinuationTest, KeepsAnyText) {
  for (const std::string& text :
       {std::string(), std::string("\"}\\\n\x01"), std::string("\0", 1), std::string("\xC3\xA9")}) {
    const Json json = ContinuationWriter(1).text("text", text).json();
    EXPECT_EQ(ContinuationReader(json, "Test", 1).text("text"), text);
  }
}

TEST(ContinuationTest, TextThatIsNoUtf8IsMended) {
  const Json json = ContinuationWriter(1).text("text", "a\xFFz").json();
  EXPECT_EQ(ContinuationReader(json, "Test", 1).text("text"), "a\xEF\xBF\xBDz");
}

TEST(ContinuationTest, OfAnotherFormatIsStale) {
  expect_stale([] { ContinuationReader(one_of_all(), "Test", 2); });
  expect_stale([] { ContinuationReader(one_of_all(), "Test", 4); });
}

TEST(ContinuationTest, ThatIsNoneIsStale) {
  for (const char* text :
       {"", "null", "3", "[]", "{", "{}", R"({"format":"3"})", R"({"format":3.0})",
        R"({"format":-3})", R"({"format":[1e999]})", "\xFF"}) {
    SCOPED_TRACE(text);
    expect_stale([&] { ContinuationReader({text}, "Test", 3); });
  }
}

TEST(ContinuationTest, MembersOfAnotherKindAreStale) {
  const ContinuationReader reader(one_of_all(), "Test", 3);
  for (const char* key : {"polls", "again", "absent"}) {
    SCOPED_TRACE(key);
    expect_stale([&] { reader.text(key); });
  }
  for (const char* key : {"step", "again", "absent"}) {
    SCOPED_TRACE(key);
    expect_stale([&] { reader.number(key, kMost); });
  }
  for (const char* key : {"step", "polls", "absent"}) {
    SCOPED_TRACE(key);
    expect_stale([&] { reader.flag(key); });
  }
}

TEST(ContinuationTest, OfMembersThatComeTwiceTheLastCounts) {
  const ContinuationReader reader({R"({"format":1,"a":"x","a":"y","b":1,"b":"z","c":{"a":"n"}})"},
                                  "Test", 1);
  EXPECT_EQ(reader.text("a"), "y");
  expect_stale([&] { reader.number("b", 1); });
  expect_stale([&] { reader.text("c"); });
  expect_stale([] { ContinuationReader({R"({"format":1,"format":"1"})"}, "Test", 1); });
}

TEST(ContinuationTest, NumbersBeyondTheirBoundAreStale) {
  const ContinuationReader reader(one_of_all(), "Test", 3);
  expect_stale([&] { reader.number("polls", 6); });
}

}  // namespace
}  // namespace portside::sdk
