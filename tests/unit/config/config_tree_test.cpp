// SPDX-License-Identifier: Apache-2.0
#include "config/config_tree.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

namespace portside::config {
namespace {

Value scalar(ValueKind kind, std::string text, std::string key = {}) {
  Value value;
  value.kind = kind;
  value.text = std::move(text);
  value.key = std::move(key);
  return value;
}

TEST(ConfigTree, WritesScalars) {
  EXPECT_EQ(to_json(Value{}), "null");
  EXPECT_EQ(to_json(scalar(ValueKind::kBool, "true")), "true");
  EXPECT_EQ(to_json(scalar(ValueKind::kBroken, "")), "\"\"");
  EXPECT_EQ(to_json(scalar(ValueKind::kInteger, "123456789012345678901")), "123456789012345678901");
  EXPECT_EQ(to_json(scalar(ValueKind::kReal, "1.10")), "1.10");
  EXPECT_EQ(to_json(scalar(ValueKind::kString, "1.10")), "\"1.10\"");
}

TEST(ConfigTree, EscapesEveryControlCharacter) {
  for (int c = 0; c < 0x80; ++c) {
    const std::string text{'a', static_cast<char>(c), 'b'};
    const std::string json = to_json(scalar(ValueKind::kString, text));
    EXPECT_EQ(nlohmann::json::parse(json).get<std::string>(), text) << c;
  }
  EXPECT_EQ(to_json(scalar(ValueKind::kString, "\x01\x1f\n\"\\/é")),
            R"("\u0001\u001f\u000a\"\\/é")");
}

TEST(ConfigTree, KeepsTheOrderOfMembers) {
  Value map;
  map.kind = ValueKind::kMap;
  map.children = {scalar(ValueKind::kInteger, "1", "z"), scalar(ValueKind::kNull, "", "a\"")};
  Value list;
  list.kind = ValueKind::kList;
  list.children = {map, scalar(ValueKind::kBool, "false")};
  EXPECT_EQ(to_json(list), R"([{"z":1,"a\"":null},false])");
  list.children.clear();
  EXPECT_EQ(to_json(list), "[]");
}

TEST(ConfigTree, DescribesValuesWithAndWithoutContent) {
  EXPECT_EQ(describe(scalar(ValueKind::kString, "x")), "the text \"x\"");
  EXPECT_EQ(describe(scalar(ValueKind::kInteger, "5")), "the number 5");
  EXPECT_EQ(describe(scalar(ValueKind::kBool, "true")), "true");
  EXPECT_EQ(describe(Value{}), "nothing (null)");
  EXPECT_EQ(describe(scalar(ValueKind::kList, "")), "a list");
  EXPECT_EQ(describe_kind(scalar(ValueKind::kString, "secret")), "a text");
  EXPECT_EQ(describe_kind(scalar(ValueKind::kReal, "1.5")), "a number");
  EXPECT_EQ(describe_kind(scalar(ValueKind::kBool, "true")), "true or false");
}

TEST(ConfigTree, ShowsNothingOfResolvedTexts) {
  Value value = scalar(ValueKind::kString, "hunter2");
  value.secret = true;
  EXPECT_EQ(describe(value), "a secret text");
  EXPECT_EQ(describe_kind(value), "a secret text");
  EXPECT_EQ(to_json(value), "\"hunter2\"");
}

TEST(ConfigTree, WipesEveryText) {
  Value map;
  map.kind = ValueKind::kMap;
  map.children = {scalar(ValueKind::kString, "one", "k"), scalar(ValueKind::kInteger, "2", "l")};
  wipe_texts(map);
  EXPECT_EQ(to_json(map), R"({"k":"","l":})");
}

TEST(ConfigTree, FindsMembers) {
  Value map;
  map.kind = ValueKind::kMap;
  map.children = {scalar(ValueKind::kString, "one", "k")};
  EXPECT_EQ(find_member(map, "k"), &map.children[0]);
  EXPECT_EQ(find_member(map, "l"), nullptr);
  EXPECT_EQ(find_member(map.children[0], "k"), nullptr);
}

}  // namespace
}  // namespace portside::config
