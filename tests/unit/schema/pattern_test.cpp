// SPDX-License-Identifier: Apache-2.0
#include "schema/pattern.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace portside::schema {
namespace {

TEST(PatternTest, MatchesAnyPartUnlessAnchored) {
  EXPECT_TRUE(Pattern("b+").matches("abbc"));
  EXPECT_FALSE(Pattern("^b+$").matches("abbc"));
  EXPECT_TRUE(Pattern("").matches(""));
}

TEST(PatternTest, KnowsWhatECMAScriptKnows) {
  EXPECT_TRUE(Pattern(R"(^[0-9]{1,3}(\.\d{1,3}){3}$)").matches("127.0.0.1"));
  EXPECT_TRUE(Pattern(R"(^https?:\/\/[^\/\s]+$)").matches("https://a.example"));
  EXPECT_TRUE(Pattern("^(?!admin)[a-z]+$").matches("user"));
  EXPECT_FALSE(Pattern("^(?!admin)[a-z]+$").matches("admin"));
  EXPECT_TRUE(Pattern(R"(^(?:a|b)\w*$)").matches("b_1"));
}

TEST(PatternTest, CountsCharactersNotBytes) {
  EXPECT_TRUE(Pattern("^.{3}$").matches("äö€"));
  EXPECT_TRUE(Pattern("^[ä-ü]$").matches("ö"));
  EXPECT_TRUE(Pattern("^.$").matches("\U0001f6a2"));
}

TEST(PatternTest, MalformedOnesAreRefused) {
  for (const char* bad : {"(", "[a", "a{2,1}", "*", "(?<x", "\\"}) {
    EXPECT_THROW(Pattern{bad}, std::runtime_error) << bad;
  }
  EXPECT_THROW(Pattern(std::string(4097, 'a')), std::runtime_error);
}

TEST(PatternTest, NestingIsBounded) {
  EXPECT_THROW(Pattern(std::string(2000, '(') + std::string(2000, ')')), std::runtime_error);
}

TEST(PatternTest, StepsAreBounded) {
  EXPECT_THROW(Pattern("^(a*)*$").matches(std::string(40, 'a') + "b"), std::runtime_error);
  EXPECT_THROW(Pattern("^(a|aa)+$").matches(std::string(60, 'a') + "b"), std::runtime_error);
}

TEST(PatternTest, LongTextsDoNotUseUpTheStack) {
  EXPECT_THROW(Pattern("^(a|b)*$").matches(std::string(1'000'000, 'a')), std::runtime_error);
  EXPECT_TRUE(Pattern("^(a|b)*$").matches(std::string(1000, 'a')));
  EXPECT_TRUE(Pattern("^.*x$").matches(std::string(100'000, 'a') + "x"));
}

}  // namespace
}  // namespace portside::schema
