// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/json_members.hpp"

#include <gtest/gtest.h>

#include "portside/api/error.hpp"

namespace portside::sdk {
namespace {

ErrorCode refused_members(const std::string& text) {
  try {
    json_members(text, "the text");
  } catch (const AdapterError& error) {
    EXPECT_EQ(error.message.rfind("the text ", 0), 0U) << error.message;
    return error.code;
  }
  return ErrorCode::kInternal;
}

TEST(JsonMembers, AreAsTheyAreWritten) {
  const std::string text =
      " { \"a\" : 1.50 ,\n\"b\":[ 1, {\"]\":\"\\\"}\"} ],\"c\":\"x\\n\\u00e4\",\"d\":{},"
      "\"e\":null,\"f\" :true, \"g\":123456789012345678901234567890,\"\\u0068\":-0}\n";
  const auto members = json_members(text, "the text");
  ASSERT_EQ(members.size(), 8U);
  EXPECT_EQ(members[0].name, "a");
  EXPECT_EQ(members[0].json, "1.50");
  EXPECT_EQ(members[0].kind, JsonKind::kNumber);
  EXPECT_EQ(members[1].json, "[ 1, {\"]\":\"\\\"}\"} ]");
  EXPECT_EQ(members[1].kind, JsonKind::kArray);
  EXPECT_EQ(members[2].json, "\"x\\n\\u00e4\"");
  EXPECT_EQ(members[2].text, "x\n\xc3\xa4");
  EXPECT_EQ(members[3].json, "{}");
  EXPECT_EQ(members[3].kind, JsonKind::kObject);
  EXPECT_EQ(members[4].kind, JsonKind::kNull);
  EXPECT_EQ(members[5].json, "true");
  EXPECT_EQ(members[5].kind, JsonKind::kBool);
  EXPECT_EQ(members[6].json, "123456789012345678901234567890");
  EXPECT_EQ(members[7].name, "h");
  EXPECT_EQ(members[7].json, "-0");
}

TEST(JsonMembers, OfStringsFullOfEscapes) {
  const auto members = json_members(R"({"\\":"\\","\"":"\\\"}","":""})", "the text");
  ASSERT_EQ(members.size(), 3U);
  EXPECT_EQ(members[0].name, "\\");
  EXPECT_EQ(members[0].text, "\\");
  EXPECT_EQ(members[1].name, "\"");
  EXPECT_EQ(members[1].text, "\\\"}");
  EXPECT_EQ(members[2].name, "");
  EXPECT_EQ(members[2].json, "\"\"");
}

TEST(JsonMembers, OfAnEmptyObjectAreNone) {
  EXPECT_TRUE(json_members("{}", "the text").empty());
  EXPECT_TRUE(json_members(" { } ", "the text").empty());
}

TEST(JsonMembers, OfNothingElse) {
  for (const char* text : {"", " ", "[]", "[{}]", "1", "\"{}\"", "null", "{", "{}x", "{\"a\":}",
                           "{\"a\":1,}", "{'a':1}", "\xef\xbb\xbf{}", "{\"a\":\"\xff\"}"}) {
    EXPECT_EQ(refused_members(text), ErrorCode::kMalformedData) << text;
  }
  const std::string deep = std::string(63, '[') + std::string(63, ']');
  EXPECT_EQ(json_members("{\"a\":" + deep + "}", "the text").size(), 1U);
  EXPECT_EQ(refused_members("{\"a\":[" + deep + "]}"), ErrorCode::kTooLarge);
}

TEST(JsonMembers, AreFoundByName) {
  const auto members = json_members(R"({"a":1,"A":2,"b":3,"a":4,"cD":5})", "the text");
  EXPECT_EQ(find_json_member(members, "a")->json, "4") << "the last counts";
  EXPECT_EQ(find_json_member(members, "B"), nullptr);
  EXPECT_EQ(find_json_member_in_any_case(members, "A")->json, "2");
  EXPECT_EQ(find_json_member_in_any_case(members, "B")->json, "3");
  EXPECT_EQ(find_json_member_in_any_case(members, "CD")->json, "5");
  EXPECT_EQ(find_json_member_in_any_case(members, "c"), nullptr);
}

TEST(JsonKindOf, IsThatOfTheWholeText) {
  EXPECT_EQ(json_kind(" [1]", "the text"), JsonKind::kArray);
  EXPECT_EQ(json_kind("-1", "the text"), JsonKind::kNumber);
  EXPECT_EQ(json_kind("\"\"", "the text"), JsonKind::kString);
  EXPECT_EQ(json_kind("null", "the text"), JsonKind::kNull);
  EXPECT_THROW(json_kind("[1", "the text"), AdapterError);
  EXPECT_THROW(json_kind("", "the text"), AdapterError);
  EXPECT_THROW(json_kind("[[1]]", "the text", 1), AdapterError);
}

TEST(JsonQuoted, EscapesWhatHasToBe) {
  EXPECT_EQ(json_quoted("a\"b\\c\n\x01"), R"("a\"b\\c\n\u0001")");
  EXPECT_EQ(json_quoted("\xff"), "\"\xef\xbf\xbd\"");
}

}  // namespace
}  // namespace portside::sdk
