// SPDX-License-Identifier: Apache-2.0
#include "sentences.hpp"

namespace portside::schema {
namespace {

using portside::testing::refusal;
using portside::testing::sentences;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(References, PointIntoTheSchema) {
  constexpr const char* kSchema = R"({"properties":{"a":{"$ref":"#/definitions/port"},
      "b":{"$ref":"#/properties/a"},"c":{"$ref":"#/x/y~1z"}},
      "definitions":{"port":{"type":"integer"}},"x":{"y/z":{"type":"null"}}})";
  EXPECT_THAT(
      sentences(kSchema, R"({"a":"1","b":"2","c":3})"),
      ElementsAre("/a: found a text; expected an integer", "/b: found a text; expected an integer",
                  "/c: found an integer; expected nothing (null)"));
}

TEST(References, MayDescribeTrees) {
  constexpr const char* kTree = R"({"type":"object","properties":{"left":{"$ref":"#"},
      "right":{"$ref":"#"}},"additionalProperties":false})";
  EXPECT_THAT(sentences(kTree, R"({"left":{"right":{"left":{}}}})"), IsEmpty());
  EXPECT_THAT(sentences(kTree, R"({"left":{"right":{"left":5}}})"),
              ElementsAre("/left/right/left: found an integer; expected a map"));
}

TEST(References, KeysOfThatNameAreNoReferences) {
  EXPECT_THAT(sentences(R"({"properties":{"$ref":{"type":"string"}},"const":{"$ref":"x"}})",
                        R"({"$ref":"x"})"),
              IsEmpty());
}

TEST(References, ToOtherDocumentsAreRefused) {
  for (const char* reference : {"http://example.com/schema", "other.json", "file:///etc/passwd"}) {
    EXPECT_EQ(refusal(R"({"properties":{"a":{"$ref":")" + std::string(reference) + R"("}}})"),
              "the JSON schema: found the reference \"" + std::string(reference) +
                  "\"; expected one into this schema (#/definitions/...)");
  }
}

TEST(References, ToNothingAreRefused) {
  EXPECT_THAT(refusal(R"({"$ref":"#/definitions/a"})"), HasSubstr("which points to nothing"));
  EXPECT_THAT(refusal(R"({"$ref":"#name"})"), HasSubstr("which points to nothing"));
  EXPECT_THAT(refusal(R"({"$ref":"#/x","x":5})"),
              "the JSON schema at /x: found an integer; expected true or false or a map");
  EXPECT_THAT(refusal(R"({"$ref":"#/x","x":{"minLength":"1"}})"),
              "the JSON schema at /x/minLength: found a text; expected an integer");
}

TEST(References, WithoutEndEndTheCheck) {
  const std::string endless =
      ": found rules that refer to each other without end; expected a schema with fewer";
  for (const char* schema :
       {R"({"$ref":"#"})", R"({"$ref":"#/a","a":{"$ref":"#/b"},"b":{"$ref":"#/a"}})",
        R"({"allOf":[{"$ref":"#"}]})", R"({"not":{"$ref":"#"}})",
        R"({"anyOf":[{"type":"null"},{"$ref":"#"}]})"}) {
    EXPECT_THAT(sentences(schema, "{}"), ElementsAre(endless)) << schema;
  }
}

TEST(References, InLongChainsDoNotUseUpTheStack) {
  std::string schema = R"({"$ref":"#/d/0","d":{)";
  for (int i = 0; i < 1000; ++i) {
    schema +=
        "\"" + std::to_string(i) + R"(":{"items":{"$ref":"#/d/)" + std::to_string(i + 1) + "\"}},";
  }
  EXPECT_THAT(sentences(schema + R"("1000":{"type":"null"}}})", "[[[[]]]]"), IsEmpty());
}

}  // namespace
}  // namespace portside::schema
