// SPDX-License-Identifier: Apache-2.0
// The rules that join other rules.
#include "sentences.hpp"

namespace portside::schema {
namespace {

using portside::testing::sentences;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(AllOf, ReportsWhatEachPartFinds) {
  constexpr const char* kSchema =
      R"({"allOf":[{"required":["a"]},{"required":["a","b"]},{"minProperties":1}]})";
  EXPECT_THAT(sentences(kSchema, R"({"a":1,"b":2})"), IsEmpty());
  EXPECT_THAT(sentences(kSchema, "{}"),
              ElementsAre(": found no key a; expected one", ": found no key b; expected one",
                          ": found a map of 0 keys; expected at least 1"));
}

TEST(AnyOf, IsFineWithOneOrMore) {
  constexpr const char* kSchema = R"({"anyOf":[{"type":"integer"},{"minimum":5},{"type":"null"}]})";
  for (const char* good : {"1", "7", "7.5", "null"})
    EXPECT_THAT(sentences(kSchema, good), IsEmpty());
}

TEST(AnyOf, PutsKindsIntoOneSentence) {
  EXPECT_THAT(sentences(R"({"anyOf":[{"type":"string"},{"type":["integer","null"]}]})", "[]"),
              ElementsAre(": found a list; expected a text, an integer or nothing (null)"));
  EXPECT_THAT(
      sentences(R"({"anyOf":[{"enum":["auto","none"]},{"type":"integer"}]})", R"("x")"),
      ElementsAre(": found a text that is not in the list; expected auto, none or an integer"));
}

constexpr const char* kUrlOrMap = R"({"anyOf":[{"type":"string"},
    {"type":"object","required":["host"],"properties":{"port":{"type":"integer"}}}]})";

TEST(AnyOf, ReportsTheOnlyFormThatIsPossible) {
  EXPECT_THAT(
      sentences(kUrlOrMap, R"({"port":"80"})"),
      ElementsAre(": found no key host; expected one", "/port: found a text; expected an integer"));
}

constexpr const char* kByMode = R"({"oneOf":[
    {"properties":{"mode":{"const":"file"}},"required":["mode","path"]},
    {"properties":{"mode":{"const":"url"}},"required":["mode","url"]}]})";

TEST(OneOf, GoesByTheKeyThatTellsTheForms) {
  EXPECT_THAT(sentences(kByMode, R"({"mode":"url","url":"x"})"), IsEmpty());
  EXPECT_THAT(sentences(kByMode, R"({"mode":"url"})"),
              ElementsAre(": found no key url; expected one"));
  EXPECT_THAT(sentences(kByMode, R"({"mode":"ftp","path":"/x"})"),
              ElementsAre("/mode: found a text that is not in the list; expected file or url"));
}

TEST(OneOf, NamesWhatIsMissingInEachForm) {
  constexpr const char* kSchema = R"({"oneOf":[{"required":["url"]},{"required":["file"]}]})";
  EXPECT_THAT(
      sentences(kSchema, R"({"x":1})"),
      ElementsAre(": found a map that fits none of 2 forms (1: no key url, 2: no key file); "
                  "expected one of them"));
  EXPECT_THAT(sentences(kSchema, R"({"url":1,"file":1})"),
              ElementsAre(": found a map that fits the forms 1 or 2 of 2 alike; expected one that "
                          "fits exactly one"));
}

TEST(Not, RulesOut) {
  EXPECT_THAT(sentences(R"({"not":{"type":"string"}})", "1"), IsEmpty());
  EXPECT_THAT(sentences(R"({"not":{"type":"string"}})", R"("x")"),
              ElementsAre(": found a text that is ruled out here; expected another one"));
}

TEST(IfThenElse, ReportsTheBranchThatApplies) {
  constexpr const char* kSchema = R"({"if":{"required":["tls"]},"then":{"required":["ca"]},
                                      "else":{"required":["insecure"]}})";
  EXPECT_THAT(sentences(kSchema, R"({"tls":1,"ca":1})"), IsEmpty());
  EXPECT_THAT(sentences(kSchema, R"({"tls":1})"), ElementsAre(": found no key ca; expected one"));
  EXPECT_THAT(sentences(kSchema, "{}"), ElementsAre(": found no key insecure; expected one"));
  EXPECT_THAT(sentences(R"({"if":true})", "{}"), IsEmpty());
}

}  // namespace
}  // namespace portside::schema
