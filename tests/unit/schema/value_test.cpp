// SPDX-License-Identifier: Apache-2.0
// The rules that look at one value alone.
#include "sentences.hpp"

namespace portside::schema {
namespace {

using portside::testing::sentences;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Case {
  const char* schema;
  const char* good;
  const char* bad;
  const char* sentence;
};

class ValueRules : public ::testing::TestWithParam<Case> {};

TEST_P(ValueRules, AcceptTheGoodAndSayWhatIsWrongWithTheBad) {
  EXPECT_THAT(sentences(GetParam().schema, GetParam().good), IsEmpty()) << GetParam().schema;
  EXPECT_THAT(sentences(GetParam().schema, GetParam().bad), ElementsAre(GetParam().sentence))
      << GetParam().schema;
}

INSTANTIATE_TEST_SUITE_P(
    Types, ValueRules,
    ::testing::Values(
        Case{R"({"type":"string"})", R"("x")", "7", ": found an integer; expected a text"},
        Case{R"({"type":"integer"})", "7", "7.5", ": found a number; expected an integer"},
        Case{R"({"type":"integer"})", "7.0", R"("7")", ": found a text; expected an integer"},
        Case{R"({"type":"integer"})", "1e300", "null",
             ": found nothing (null); expected an integer"},
        Case{R"({"type":"number"})", "7", "true", ": found true or false; expected a number"},
        Case{R"({"type":"boolean"})", "false", "0", ": found an integer; expected true or false"},
        Case{R"({"type":"null"})", "null", "{}", ": found a map; expected nothing (null)"},
        Case{R"({"type":"array"})", "[]", "{}", ": found a map; expected a list"},
        Case{R"({"type":"object"})", "{}", "[]", ": found a list; expected a map"},
        Case{R"({"type":["string","integer"]})", "1", "[]",
             ": found a list; expected an integer or a text"}));

INSTANTIATE_TEST_SUITE_P(
    Numbers, ValueRules,
    ::testing::Values(
        Case{R"({"minimum":1})", "1", "0", ": found an integer below 1; expected at least 1"},
        Case{R"({"minimum":1})", R"("text")", "0.5",
             ": found a number below 1; expected at least 1"},
        Case{R"({"exclusiveMinimum":0.5})", "0.6", "0.5",
             ": found a number that is not above 0.5; expected more than 0.5"},
        Case{R"({"maximum":10})", "10", "11", ": found an integer above 10; expected at most 10"},
        Case{R"({"exclusiveMaximum":10})", "9", "10",
             ": found an integer that is not below 10; expected less than 10"},
        Case{R"({"minimum":60,"maximum":604800})", "60", "30",
             ": found an integer below 60; expected 60 to 604800"},
        Case{R"({"exclusiveMinimum":0,"maximum":1000000})", "1000000", "1000001",
             ": found an integer above 1000000; expected more than 0 and at most 1000000"},
        Case{R"({"minimum":1,"exclusiveMinimum":1,"maximum":9,"exclusiveMaximum":8.5})", "8", "9",
             ": found an integer that is not below 8.5; expected more than 1 and less than 8.5"},
        Case{R"({"maximum":10})", "-5", "18446744073709551615",
             ": found an integer above 10; expected at most 10"},
        Case{R"({"multipleOf":5})", "-15", "7",
             ": found an integer that is no multiple of 5; expected one"},
        Case{R"({"multipleOf":0.1})", "0.3", "0.35",
             ": found a number that is no multiple of 0.1; expected one"},
        Case{R"({"multipleOf":7})", "0", "7.5",
             ": found a number that is no multiple of 7; expected one"}));

INSTANTIATE_TEST_SUITE_P(
    Texts, ValueRules,
    ::testing::Values(Case{R"({"minLength":3})", R"("äöü")", R"("äö")",
                           ": found a shorter text; expected at least 3 characters"},
                      Case{R"({"minLength":1})", "5", R"("")",
                           ": found an empty text; expected at least 1 character"},
                      Case{R"({"maxLength":2})", R"("äö")", R"("abc")",
                           ": found a longer text; expected at most 2 characters"},
                      Case{R"({"pattern":"^https?://"})", R"("http://x")", R"("ftp://x")",
                           ": found a text of another form; expected one that matches ^https?://"},
                      Case{R"({"pattern":"^/","x-expected":"an absolute path"})", R"("/x")",
                           R"("x")", ": found a text of another form; expected an absolute path"},
                      Case{R"({"pattern":"^/","x-expected":5})", R"("/x")", R"("x")",
                           ": found a text of another form; expected one that matches ^/"},
                      Case{R"({"pattern":"b"})", R"("abc")", R"("ac")",
                           ": found a text of another form; expected one that matches b"}));

INSTANTIATE_TEST_SUITE_P(
    Values, ValueRules,
    ::testing::Values(
        Case{R"({"enum":["strict","warn","off"]})", R"("warn")", R"("of")",
             ": found a text that is not in the list; expected strict, warn or off"},
        Case{R"({"enum":["a",1,null]})", "1.0", "[]", ": found a list; expected a, 1 or null"},
        Case{R"({"const":{"a":1,"b":[2]}})", R"({"b":[2],"a":1})", R"({"a":1})",
             ": found a map that is not in the list; expected {\"a\":1,\"b\":[2]}"},
        Case{R"({"const":"two words"})", R"("two words")", R"("two")",
             ": found a text that is not in the list; expected \"two words\""},
        Case{R"({"const":1,"enum":[1,2]})", "1", "2",
             ": found an integer that is not in the list; expected 1"},
        Case{R"({"const":18446744073709551615})", "18446744073709551615", "-1",
             ": found an integer that is not in the list; expected 18446744073709551615"}));

TEST(ValueRules, SayNothingElseWhereTheKindIsWrong) {
  EXPECT_THAT(sentences(R"({"type":"string","enum":["a","b"],"minLength":1,"minimum":3})", "2"),
              ElementsAre(": found an integer; expected a text"));
}

/// What may be said in place of `found an integer`, or "".
std::string expectation(std::string_view schema, std::string_view document) {
  const auto violations = schema::Schema(schema).check(document);
  EXPECT_EQ(violations.size(), 1U) << schema;
  return violations.empty() ? "" : violations.front().expected;
}

TEST(ValueRules, LeaveItToOthersToShowTheValue) {
  EXPECT_EQ(expectation(R"({"type":"integer"})", "true"), "expected an integer");
  EXPECT_EQ(expectation(R"({"minimum":1})", "0"), "expected at least 1");
  EXPECT_EQ(expectation(R"({"enum":["a","b"]})", R"("c")"), "expected a or b");
  EXPECT_EQ(expectation(R"({"pattern":"^/","x-expected":"a path"})", R"("c")"), "expected a path");
  EXPECT_EQ(expectation(R"({"pattern":"^/"})", R"("c")"), "");
  EXPECT_EQ(expectation(R"({"minLength":2})", R"("c")"), "");
  EXPECT_EQ(expectation(R"({"required":["a"]})", "{}"), "");
}

TEST(ValueRules, LetNobodyShowASecret) {
  EXPECT_EQ(expectation(R"({"type":"integer","writeOnly":true})", "true"), "");
  EXPECT_EQ(
      expectation(R"({"writeOnly":true,"properties":{"a":{"type":"integer"}}})", R"({"a":true})"),
      "");
  EXPECT_EQ(expectation(R"({"properties":{"a":{"writeOnly":true},"b":{"type":"integer"}}})",
                        R"({"a":1,"b":true})"),
            "expected an integer");
  EXPECT_EQ(expectation(R"({"allOf":[{"type":"integer"},{"$ref":"#/definitions/s"}],
                            "definitions":{"s":{"writeOnly":true}}})",
                        "true"),
            "");
  EXPECT_EQ(expectation(R"({"type":"integer","writeOnly":false})", "true"), "expected an integer");
}

TEST(ValueRules, FormatIsNotLookedAt) {
  for (const char* document : {R"("no date")", "7", "null"}) {
    EXPECT_THAT(sentences(R"({"format":"date"})", document), IsEmpty());
  }
}

TEST(ValueRules, LongListsOfValuesAreCut) {
  std::string schema = R"({"enum":[0)";
  for (int i = 1; i < 100; ++i) schema += "," + std::to_string(i);
  EXPECT_THAT(sentences(schema + "]}", "\"x\""),
              ElementsAre(::testing::EndsWith("13, 14, 15 or one of 84 more")));
}

}  // namespace
}  // namespace portside::schema
