// SPDX-License-Identifier: Apache-2.0
// Schemas and documents that were made to crash a check, or to keep it busy.
#include "sentences.hpp"

namespace portside::schema {
namespace {

using portside::testing::refusal;
using portside::testing::sentences;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

std::string nested(const std::string& open, std::size_t levels, const std::string& inside,
                   const std::string& close) {
  std::string text;
  for (std::size_t i = 0; i < levels; ++i) text += open;
  text += inside;
  for (std::size_t i = 0; i < levels; ++i) text += close;
  return text;
}

TEST(Hostile, SchemasAreBoundedInDepth) {
  EXPECT_EQ(refusal(nested(R"({"not":)", 63, "{}", "}")), "");
  EXPECT_THAT(refusal(nested(R"({"not":)", 64, "{}", "}")), HasSubstr("more than 64 levels"));
  EXPECT_THAT(refusal(nested(R"({"not":)", 20'000, "{}", "}")), HasSubstr("more than 64 levels"));
  EXPECT_THAT(refusal("\"" + std::string(kMaxSchemaBytes, 'x') + "\""), HasSubstr("256 KiB"));
}

TEST(Hostile, DeepDocumentsMeetSchemasThatDescribeTrees) {
  constexpr const char* kTree = R"({"items":{"anyOf":[{"allOf":[{"$ref":"#"}]},{"type":"null"}]}})";
  EXPECT_THAT(sentences(kTree, nested("[", 64, "", "]")), IsEmpty());
  EXPECT_THAT(sentences(kTree, nested("[", 65, "", "]")), SizeIs(1));
}

TEST(Hostile, CombinationsThatMultiplyAreGivenUp) {
  std::string schema = R"({"$ref":"#/d/0","d":{)";
  for (int i = 0; i < 40; ++i) {
    const std::string next = R"({"$ref":"#/d/)" + std::to_string(i + 1) + "\"}";
    schema += "\"" + std::to_string(i) + R"(":{"oneOf":[)" + next + "," + next + "]},";
  }
  schema += R"("40":true}})";
  EXPECT_THAT(sentences(schema, "1"), ElementsAre(HasSubstr("too many comparisons")));
}

TEST(Hostile, ReferencesIntoPartsOfEachOtherAreBounded) {
  // Thirty schemas, each of 100 KiB and inside the one before.
  std::string schema = R"({"items":[true)";
  std::string pointer = "#/n";
  for (int i = 0; i < 30; ++i) {
    schema += R"(,{"$ref":")" + pointer + "\"}";
    pointer += "/not";
  }
  schema += R"(],"n":)" + nested(R"({"not":)", 30, "", "");
  schema += R"({"title":")" + std::string(100'000, 'x') + "\"}" + std::string(30, '}') + "}";
  EXPECT_THAT(refusal(schema), HasSubstr("found references into 1 MiB"));
}

TEST(Hostile, PatternsThatBacktrackAreGivenUp) {
  EXPECT_THAT(
      sentences(R"({"items":{"pattern":"^(a*)*$"}})", "[\"" + std::string(50, 'a') + "b\"]"),
      ElementsAre(HasSubstr("asks for too many steps")));
}

TEST(Hostile, ManyMistakesAreCut) {
  std::string document = "[0";
  for (int i = 0; i < 5000; ++i) document += ",0";
  const auto all = sentences(R"({"items":{"type":"null"}})", document + "]");
  EXPECT_THAT(all, SizeIs(101));
  EXPECT_EQ(all.back(), ": found more that is wrong; expected these to be corrected first");
}

TEST(Hostile, ValuesOfDocumentsAreNeverShown) {
  const std::string document = R"({"a":"canary","b":["canary","canary"],"c":{"d":"canary"}})";
  for (const char* schema :
       {R"({"properties":{"a":{"type":"integer"}}})", R"({"properties":{"a":{"enum":["x"]}}})",
        R"({"properties":{"a":{"const":"x"},"b":{"uniqueItems":true}}})",
        R"({"properties":{"a":{"pattern":"^x"},"b":{"contains":{"type":"null"}}}})",
        R"({"properties":{"a":{"maxLength":2},"c":{"additionalProperties":false}}})",
        R"({"oneOf":[{"properties":{"a":{"const":"x"}}},{"properties":{"a":{"const":"y"}}}]})",
        R"({"not":{}})", R"({"type":"array"})"}) {
    const auto lines = sentences(schema, document);
    EXPECT_THAT(lines, Not(IsEmpty())) << schema;
    EXPECT_THAT(lines, ::testing::Each(Not(HasSubstr("canary")))) << schema;
  }
}

TEST(Hostile, ZeroBytesInTextsAndKeys) {
  EXPECT_THAT(sentences(R"({"properties":{"a":{"maxLength":1}},"additionalProperties":false})",
                        R"({"a":"x\u0000y","a\u0000b":1})"),
              SizeIs(2));
}

TEST(Hostile, HugeNumbers) {
  EXPECT_THAT(sentences(R"({"multipleOf":0.0000001})", "1e308"), SizeIs(0));
  EXPECT_THAT(sentences(R"({"multipleOf":1e-308})", "1e308"), SizeIs(0));
  EXPECT_THAT(sentences(R"({"minimum":-1e308,"maximum":1e308})", "-1.7e308"), SizeIs(1));
  EXPECT_THAT(sentences(R"({"multipleOf":3})", "-9223372036854775808"), SizeIs(0));
}

}  // namespace
}  // namespace portside::schema
