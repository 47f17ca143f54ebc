// SPDX-License-Identifier: Apache-2.0
#include "portside/testing/memory_key_values.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error_of.hpp"

namespace portside::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(MemoryKeyValues, GivesBackWhatWasWritten) {
  MemoryKeyValues state;
  EXPECT_EQ(state.get("a"), std::nullopt);
  state.write({{"a", "1"}, {"b", ""}});
  EXPECT_EQ(state.get("a"), "1");
  EXPECT_EQ(state.get("b"), "");
  state.write({{"a", std::nullopt}, {"missing", std::nullopt}});
  EXPECT_EQ(state.get("a"), std::nullopt);
  EXPECT_THAT(state.all(), ElementsAre(Pair("b", "")));
  EXPECT_EQ(state.writes(), 2U);
}

TEST(MemoryKeyValues, LetsTheLastChangeOfAKeyCount) {
  MemoryKeyValues state;
  state.write({{"a", "1"}, {"a", std::nullopt}, {"a", "2"}});
  EXPECT_EQ(state.get("a"), "2");
}

TEST(MemoryKeyValues, ListsKeysInPages) {
  MemoryKeyValues state;
  state.write({{"x/1", ""}, {"x/2", ""}, {"x/3", ""}, {"w", ""}, {"y", ""}});
  EXPECT_THAT(state.keys("x/", "", 2), ElementsAre("x/1", "x/2"));
  EXPECT_THAT(state.keys("x/", "x/2", 2), ElementsAre("x/3"));
  EXPECT_THAT(state.keys("x/", "x/3", 2), IsEmpty());
  EXPECT_THAT(state.keys("x/", "w", 9), ElementsAre("x/1", "x/2", "x/3"));
  EXPECT_THAT(state.keys("x/", "y", 9), IsEmpty());
  EXPECT_THAT(state.keys("", "", 9), ElementsAre("w", "x/1", "x/2", "x/3", "y"));
  EXPECT_THAT(state.keys("", "", 0), IsEmpty());
}

TEST(MemoryKeyValues, HasTheLimitsOfTheRealOnes) {
  MemoryKeyValues state;
  EXPECT_EQ(code_of([&] { state.get(""); }), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code_of([&] { state.write({{"", "x"}}); }), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code_of([&] { state.get(std::string(513, 'k')); }), ErrorCode::kTooLarge);
  state.write({{std::string(512, 'k'), std::string(1U << 20U, 'v')}});
  EXPECT_EQ(code_of([&] {
              state.write({{"k", std::string((1U << 20U) + 1, 'v')}});
            }),
            ErrorCode::kTooLarge);
}

TEST(MemoryKeyValues, ChangesNothingWhenItThrows) {
  MemoryKeyValues state;
  EXPECT_EQ(code_of([&] { state.write({{"a", "1"}, {"", "2"}}); }), ErrorCode::kInvalidArgument);
  EXPECT_THAT(state.all(), IsEmpty());
  EXPECT_EQ(state.writes(), 0U);
}

}  // namespace
}  // namespace portside::testing
