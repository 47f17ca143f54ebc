// SPDX-License-Identifier: Apache-2.0
#include "portside/host/secret.hpp"

#include <gtest/gtest.h>

#include <new>
#include <sstream>
#include <type_traits>
#include <utility>

namespace portside {
namespace {

const std::string kShort = "hunter2";
const std::string kLong(100, 'p');

std::string printed(const Secret& secret) {
  std::ostringstream out;
  out << secret;
  return out.str();
}

TEST(Secret, PrintsAsHidden) {
  EXPECT_EQ(printed(Secret(kShort)), "[hidden]");
  EXPECT_EQ(printed(Secret()), "[hidden]");
  EXPECT_EQ(::testing::PrintToString(Secret(kShort)), "[hidden]");
}

TEST(Secret, ConvertsIntoNoText) {
  EXPECT_FALSE((std::is_convertible_v<Secret, std::string>));
  EXPECT_FALSE((std::is_constructible_v<std::string_view, Secret>));
}

TEST(Secret, ShowsItsTextWhenAsked) {
  EXPECT_EQ(Secret(kLong).reveal(), kLong);
  EXPECT_TRUE(Secret().empty());
  EXPECT_FALSE(Secret(kShort).empty());
}

TEST(Secret, IsCopiedAndMoved) {
  for (const std::string& text : {kShort, kLong}) {
    Secret first(text);
    Secret copy = first;
    EXPECT_EQ(copy, first);
    Secret moved = std::move(first);
    EXPECT_EQ(moved.reveal(), text);
    EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): that it is empty is the point
    Secret assigned(kLong + kLong);
    assigned = copy;
    EXPECT_EQ(assigned, copy);
    assigned = std::move(moved);
    EXPECT_EQ(assigned.reveal(), text);
    const Secret& itself = assigned;
    assigned = itself;
    EXPECT_EQ(assigned.reveal(), text);
  }
}

TEST(Secret, ComparesTexts) {
  EXPECT_EQ(Secret("a"), Secret("a"));
  EXPECT_NE(Secret("a"), Secret("b"));
  EXPECT_NE(Secret("a"), Secret("ab"));
  EXPECT_NE(Secret(std::string("a\0b", 3)), Secret(std::string("a\0c", 3)));
}

TEST(Secret, OverwritesItsMemory) {
  // A short text lies in the object itself, so that it can be looked at when the object is gone.
  alignas(Secret) unsigned char memory[sizeof(Secret)] = {};
  auto* const secret = new (memory) Secret(kShort);
  const std::string_view bytes(reinterpret_cast<const char*>(memory), sizeof(memory));
  ASSERT_NE(bytes.find(kShort), std::string_view::npos);
  secret->~Secret();
  EXPECT_EQ(bytes.find(kShort.substr(0, 4)), std::string_view::npos);
}

TEST(Wipe, LeavesNothingOfALongText) {
  std::string text = kLong;
  const char* const memory = text.data();
  const std::size_t size = text.size();
  wipe(text);
  EXPECT_TRUE(text.empty());
  ASSERT_EQ(text.data(), memory);
  text.resize(size);  // within the capacity: the memory stays, and becomes readable
  EXPECT_EQ(text, std::string(size, '\0'));
}

}  // namespace
}  // namespace portside
