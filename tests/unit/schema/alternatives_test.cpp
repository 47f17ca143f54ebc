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
  EXPECT_THAT(sentences(kSchema, R"({"x":1})"),
              ElementsAre(": found no key url or file; expected url, or file"));
  EXPECT_THAT(sentences(kSchema, R"({"url":1,"file":1})"),
              ElementsAre(": found url and file; expected either url, or file"));
}

constexpr const char* kCredentials =
    R"({"oneOf":[{"required":["username","password"]},{"required":["api_key"]}]})";

TEST(OneOf, NamesSetsOfKeys) {
  EXPECT_THAT(sentences(kCredentials, R"({"username":"u"})"),
              ElementsAre(": found no key password; expected username and password, or api_key"));
  EXPECT_THAT(sentences(kCredentials, "{}"),
              ElementsAre(": found no key username, password or api_key; expected username and "
                          "password, or api_key"));
  EXPECT_THAT(sentences(kCredentials, R"({"username":"u","password":"p","api_key":"k"})"),
              ElementsAre(": found username, password and api_key; expected either username and "
                          "password, or api_key"));
  EXPECT_THAT(sentences(kCredentials, R"({"username":"u","api_key":"k"})"), IsEmpty());
}

TEST(AnyOf, NamesTheKeysThatAreMissingInTheFormsThatWereBegun) {
  constexpr const char* kSchema =
      R"({"anyOf":[{"required":["url"]},{"required":["b","a"]},{"required":["c","d"]}]})";
  EXPECT_THAT(sentences(kSchema, R"({"a":1,"d":1})"),
              ElementsAre(": found no key b or c; expected url, or b and a, or c and d"));
  EXPECT_THAT(sentences(kSchema, R"({"url":1,"a":1,"d":1})"), IsEmpty());
}

TEST(OneOf, SetsOfKeysThatContainEachOtherAreNoChoice) {
  EXPECT_THAT(
      sentences(R"({"oneOf":[{"required":["a"]},{"required":["a","b"]}]})", R"({"a":1,"b":1})"),
      ElementsAre(": found a map that fits the forms 1 or 2 of 2 alike; expected one that fits "
                  "exactly one"));
  EXPECT_THAT(sentences(R"({"oneOf":[{"required":["a"]},{"minProperties":1}]})", R"({"a":1})"),
              ElementsAre(": found a map that fits the forms 1 or 2 of 2 alike; expected one that "
                          "fits exactly one"));
}

TEST(OneOf, ListsFewFormsOfFewKeys) {
  EXPECT_THAT(
      sentences(R"({"oneOf":[{"required":["a"]},{"required":["b"]},{"required":["c"]},
                             {"required":["d"]},{"required":["e"]}]})",
                "{}"),
      ElementsAre(": found a map that fits none of 5 forms (1: no key a, 2: no key b, 3: no key c, "
                  "4: no key d); expected one of them"));
  EXPECT_THAT(
      sentences(R"({"anyOf":[{"required":["a","b","c","d","e","f","g","h","i"]},
                             {"required":["x"]}]})",
                "{}"),
      ElementsAre(": found a map that fits none of 2 forms (1: no key a, 2: no key x); expected "
                  "one of them"));
}

TEST(OneOf, OtherMistakesAreNoMissingKeys) {
  EXPECT_THAT(
      sentences(R"({"oneOf":[{"required":["a"]},{"minProperties":2}]})", R"({"x":1})"),
      ElementsAre(": found a map that fits none of 2 forms (1: no key a, 2: a map of 1 key); "
                  "expected one of them"));
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
