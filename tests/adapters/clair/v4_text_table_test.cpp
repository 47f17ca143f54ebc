// SPDX-License-Identifier: Apache-2.0
#include "clair/v4/text_table.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

namespace portside::clair::v4 {
namespace {

TEST(TextArena, KeepsWhatIsWritten) {
  TextArena arena;
  std::vector<std::pair<std::string, std::string_view>> kept;
  std::size_t bytes = 0;
  for (const std::size_t size : {0U, 1U, 7U, 300'000U, 40'000U, 200'000U, 3U, 262'144U, 30'000U}) {
    const std::string text(size, static_cast<char>('a' + kept.size()));
    kept.emplace_back(text, arena.keep(text));
    bytes += size;
  }
  for (const auto& [text, view] : kept) EXPECT_TRUE(view == text) << text.size();
  EXPECT_EQ(arena.bytes(), bytes);
}

TEST(TextTable, GivesTheSameTextTheSameNumber) {
  TextArena arena;
  TextTable table(arena);
  EXPECT_EQ(table.number_of("a"), 0U);
  EXPECT_EQ(table.number_of(""), 1U);
  EXPECT_EQ(table.number_of("12345678"), 2U);
  EXPECT_EQ(table.number_of("123456789"), 3U);
  EXPECT_EQ(table.number_of("a"), 0U);
  EXPECT_EQ(table.number_of(""), 1U);
  EXPECT_EQ(table.text(3), "123456789");
  EXPECT_EQ(table.size(), 4U);
}

TEST(TextTable, AgreesWithAMap) {
  std::mt19937 random(7);
  TextArena arena;
  TextTable table(arena);
  std::map<std::string, std::uint32_t> expected;
  for (int i = 0; i < 20'000; ++i) {
    std::string text = std::to_string(random() % 5'000);
    if (random() % 2 == 0) text.append(20, 'x');
    const auto [at, is_new] = expected.emplace(text, static_cast<std::uint32_t>(expected.size()));
    ASSERT_EQ(table.number_of(text), at->second);
    ASSERT_EQ(table.text(at->second), text);
  }
  EXPECT_EQ(table.size(), expected.size());
}

TEST(TextTable, StoresEachTextOnce) {
  TextArena arena;
  TextTable table(arena);
  for (int i = 0; i < 1'000; ++i) table.number_of("the same text again");
  EXPECT_EQ(arena.bytes(), std::string_view("the same text again").size());
}

}  // namespace
}  // namespace portside::clair::v4
