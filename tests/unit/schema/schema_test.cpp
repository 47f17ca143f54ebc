// SPDX-License-Identifier: Apache-2.0
// Which schemas are taken.
#include "sentences.hpp"

namespace portside::schema {
namespace {

using portside::testing::refusal;
using portside::testing::sentences;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(SchemaTest, TakesSchemasWithKeywordsThatSayNothingAboutDocuments) {
  EXPECT_EQ(refusal(R"({"$schema":"http://json-schema.org/draft-07/schema#","$id":"urn:x",
                        "id":"relative","title":"T","description":"D","default":5,
                        "examples":[1],"writeOnly":true,"x-own":[],"format":"date"})"),
            "");
}

TEST(SchemaTest, WhatIsNoSchemaIsRefusedWithItsPlace) {
  EXPECT_EQ(refusal(R"({"type":"strin"})"),
            "the JSON schema at /type: found a text that is not in the list; expected array, "
            "boolean, integer, null, number, object, string or a list");
  EXPECT_EQ(refusal(R"({"properties":{"a":{"minLength":-1}}})"),
            "the JSON schema at /properties/a/minLength: found an integer below 0; expected at "
            "least 0");
  EXPECT_EQ(refusal(R"({"multipleOf":0})"),
            "the JSON schema at /multipleOf: found an integer that is not above 0; expected more "
            "than 0");
  EXPECT_EQ(refusal(R"({"required":"url"})"),
            "the JSON schema at /required: found a text; expected a list");
  EXPECT_EQ(refusal("5"), "the JSON schema: found an integer; expected true or false or a map");
}

TEST(SchemaTest, EveryMistakeIsInTheDetail) {
  try {
    Schema(R"({"type":"strin","required":5})");
    FAIL() << "expected an AdapterError";
  } catch (const AdapterError& error) {
    EXPECT_THAT(error.message, HasSubstr("at /type: "));
    EXPECT_THAT(error.detail, HasSubstr("\nthe JSON schema at /required: "));
  }
}

TEST(SchemaTest, WhatIsNoJsonIsRefused) {
  EXPECT_EQ(refusal("{"), "the JSON schema: this is not JSON (byte 2)");
  EXPECT_EQ(refusal(""), "the JSON schema: this is not JSON (byte 1)");
}

TEST(SchemaTest, MalformedPatternsAreRefused) {
  EXPECT_EQ(refusal(R"({"pattern":"(a"})"),
            "the JSON schema: found the pattern \"(a\", which is malformed; expected a regular "
            "expression");
  EXPECT_THAT(refusal(R"({"items":{"patternProperties":{"[":true}}})"), HasSubstr("\"[\""));
}

TEST(SchemaTest, LimitsThatDoNotFitAreRefused) {
  EXPECT_THAT(refusal(R"({"maxLength":18446744073709551615})"), HasSubstr("cannot be used"));
  EXPECT_THAT(refusal(R"({"properties":{"a\u0000b":true}})"), HasSubstr("zero byte"));
}

TEST(SchemaTest, ADocumentThatIsNoJsonIsOneViolation) {
  EXPECT_THAT(sentences("{}", "{"), ElementsAre(": this is not JSON (byte 2)"));
}

TEST(SchemaTest, CanBeMovedAndUsedAgain) {
  Schema schema(R"({"type":"null"})");
  const Schema moved = std::move(schema);
  EXPECT_TRUE(moved.check("null").empty());
  EXPECT_FALSE(moved.check("1").empty());
  EXPECT_TRUE(moved.check("null").empty());
}

}  // namespace
}  // namespace portside::schema
