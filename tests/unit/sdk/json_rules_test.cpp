// SPDX-License-Identifier: Apache-2.0
#include "sdk/json_rules.hpp"

#include "error_of.hpp"
#include "portside/api/error.hpp"

namespace portside::sdk {
namespace {

using ::testing::HasSubstr;

std::string refusal(const std::vector<std::string>& paths) {
  std::vector<JsonRule> rules;
  for (const std::string& path : paths) rules.push_back({path});
  try {
    const JsonRules made(std::move(rules));
  } catch (const AdapterError& error) {
    EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
    return error.message;
  }
  return "";
}

TEST(JsonRules, SharesThePlacesThatPathsHaveInCommon) {
  const JsonRules rules({{"/a/*/b"}, {"/a/*/c"}, {"/a"}});
  const auto& root = rules[JsonRules::kRoot];
  ASSERT_EQ(root.children.size(), 1U);
  const auto& a = rules[root.children[0].node];
  EXPECT_NE(a.rule, nullptr);
  ASSERT_NE(a.any, JsonRules::kNone);
  EXPECT_EQ(rules[a.any].rule, nullptr);
  EXPECT_EQ(rules[a.any].children.size(), 2U);
}

TEST(JsonRules, ReadsEscapedNames) {
  JsonRules made({{"/a~1b~0c"}, {"/"}, {"/~01"}});
  const JsonRules rules = std::move(made);  // names stay where they are
  EXPECT_EQ(rules[JsonRules::kRoot].children[0].name, "a/b~c");
  EXPECT_EQ(rules[JsonRules::kRoot].children[1].name, "");
  EXPECT_EQ(rules[JsonRules::kRoot].children[2].name, "~1");
}

TEST(JsonRules, RefusesWhatIsNoPath) {
  EXPECT_THAT(refusal({"a"}), HasSubstr("'a', which does not begin with a slash"));
  EXPECT_THAT(refusal({"/a~2"}), HasSubstr("a ~ is not followed by 0 or 1"));
  EXPECT_THAT(refusal({"/a~"}), HasSubstr("a ~ is not followed by 0 or 1"));
  EXPECT_THAT(refusal({"/a", "/b", "/a"}), HasSubstr("'/a', which it has already"));
}

TEST(JsonRules, HasRoomForSixtyFourNames) {
  std::vector<std::string> paths;
  for (int i = 0; i < 64; ++i) paths.push_back("/" + std::to_string(i));
  EXPECT_EQ(refusal(paths), "");
  paths.emplace_back("/64");
  EXPECT_THAT(refusal(paths), HasSubstr("the 65th name"));
}

}  // namespace
}  // namespace portside::sdk
