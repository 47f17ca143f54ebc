// SPDX-License-Identifier: Apache-2.0
// The rules for maps, lists and what is in them.
#include "sentences.hpp"

namespace portside::schema {
namespace {

using portside::testing::sentences;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kAdapter = R"({
  "type": "object",
  "required": ["url"],
  "additionalProperties": false,
  "properties": {
    "url": {"type": "string"},
    "timeout": {"type": "integer", "minimum": 1},
    "insecure": {"type": "boolean"}
  }
})";

TEST(Maps, AreFineWithKnownKeys) {
  EXPECT_THAT(sentences(kAdapter, R"({"url":"x","timeout":5})"), IsEmpty());
}

TEST(Maps, NameKeysThatNobodyKnows) {
  EXPECT_THAT(sentences(kAdapter, R"({"url":"x","insecur":true,"database":1})"),
              ElementsAre("/insecur: found an unknown key; did you mean insecure?",
                          "/database: found an unknown key; expected insecure, timeout or url"));
  EXPECT_THAT(sentences(R"({"additionalProperties":false})", R"({"a":1})"),
              ElementsAre("/a: found an unknown key; expected no keys here"));
}

TEST(Maps, NameKeysThatAreMissing) {
  EXPECT_THAT(sentences(kAdapter, "{}"), ElementsAre(": found no key url; expected one"));
  EXPECT_THAT(sentences(R"({"required":["a","b"]})", "[]"), IsEmpty());
}

TEST(Maps, EveryMistakeIsOneSentenceInOrderOfTheDocument) {
  EXPECT_THAT(
      sentences(kAdapter, R"({"timeout":"1","ulr":"x","insecure":5})"),
      ElementsAre(": found no key url; expected one", "/timeout: found a text; expected an integer",
                  "/ulr: found an unknown key; did you mean url?",
                  "/insecure: found an integer; expected true or false"));
}

TEST(Maps, PointersAreEscaped) {
  EXPECT_THAT(sentences(R"({"additionalProperties":{"type":"null"}})", R"({"a/b~c":[]})"),
              ElementsAre("/a~1b~0c: found a list; expected nothing (null)"));
}

TEST(Maps, HaveLimitsOfSize) {
  EXPECT_THAT(sentences(R"({"minProperties":1})", "{}"),
              ElementsAre(": found a map of 0 keys; expected at least 1"));
  EXPECT_THAT(sentences(R"({"maxProperties":1})", R"({"a":1,"b":2})"),
              ElementsAre(": found a map of 2 keys; expected at most 1"));
}

TEST(Maps, KeysCanBeToldByPatterns) {
  constexpr const char* kSchema =
      R"({"patternProperties":{"^x-":{"type":"string"}},"additionalProperties":false})";
  EXPECT_THAT(sentences(kSchema, R"({"x-a":"1","x-b":2,"y":3})"),
              ElementsAre("/x-b: found an integer; expected a text",
                          "/y: found an unknown key; expected no keys here"));
}

TEST(Maps, NamesOfKeysHaveRulesOfTheirOwn) {
  EXPECT_THAT(sentences(R"({"propertyNames":{"maxLength":2}})", R"({"ab":1,"abc":2})"),
              ElementsAre("/abc: found a key that is not allowed; expected at most 2 characters"));
}

TEST(Maps, KeysCanDependOnKeys) {
  constexpr const char* kSchema = R"({"dependencies":{
      "user":["password"], "tls":{"properties":{"port":{"const":443}}}}})";
  EXPECT_THAT(sentences(kSchema, R"({"port":80})"), IsEmpty());
  EXPECT_THAT(sentences(kSchema, R"({"user":"x","tls":true,"port":80})"),
              ElementsAre(": found no key password; expected one beside the key user",
                          "/port: found an integer that is not in the list; expected 443"));
}

TEST(Lists, CheckEachItem) {
  EXPECT_THAT(
      sentences(R"({"items":{"type":"string"}})", R"(["a",1,"b",{}])"),
      ElementsAre("/1: found an integer; expected a text", "/3: found a map; expected a text"));
}

TEST(Lists, CheckItemsByPosition) {
  constexpr const char* kSchema = R"({"items":[{"type":"string"},{"type":"integer"}],
                                      "additionalItems":{"type":"boolean"}})";
  EXPECT_THAT(sentences(kSchema, R"(["a",1,true])"), IsEmpty());
  EXPECT_THAT(sentences(kSchema, R"(["a"])"), IsEmpty());
  EXPECT_THAT(sentences(kSchema, R"(["a","b",2])"),
              ElementsAre("/1: found a text; expected an integer",
                          "/2: found an integer; expected true or false"));
  EXPECT_THAT(sentences(R"({"items":[true],"additionalItems":false})", "[1,2]"),
              ElementsAre(": found a list of 2 items; expected at most 1"));
}

TEST(Lists, HaveLimitsOfSize) {
  EXPECT_THAT(sentences(R"({"minItems":2})", "[1]"),
              ElementsAre(": found a list of 1 item; expected at least 2"));
  EXPECT_THAT(sentences(R"({"maxItems":2})", "[1,2,3]"),
              ElementsAre(": found a list of 3 items; expected at most 2"));
}

TEST(Lists, CanAskForItemsThatDiffer) {
  EXPECT_THAT(
      sentences(R"({"uniqueItems":true})", R"([{"a":1,"b":2},1,{"b":2,"a":1},1.0,"1"])"),
      ElementsAre("/2: found an item that stands in this list already; expected each once",
                  "/3: found an item that stands in this list already; expected each once"));
  EXPECT_THAT(sentences(R"({"uniqueItems":false})", "[1,1]"), IsEmpty());
}

TEST(Lists, CanAskForAnItem) {
  constexpr const char* kSchema = R"({"contains":{"type":"integer","minimum":5}})";
  EXPECT_THAT(sentences(kSchema, "[1,6]"), IsEmpty());
  EXPECT_THAT(
      sentences(kSchema, "[1]"),
      ElementsAre(
          ": found no item of the kind that this list has to contain; expected at least one"));
}

TEST(Booleans, AreSchemasThatAllowAllOrNothing) {
  EXPECT_THAT(sentences("true", "[1]"), IsEmpty());
  EXPECT_THAT(sentences(R"({"properties":{"old":false}})", R"({"old":1})"),
              ElementsAre("/old: found a value that is not allowed here; expected none"));
}

}  // namespace
}  // namespace portside::schema
