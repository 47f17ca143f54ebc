// SPDX-License-Identifier: Apache-2.0
//
// Documents that nobody writes by accident. What matters is that each ends soon, in an error where
// one is due, and without a sanitizer's complaint.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "parse.hpp"

namespace portside::testing {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

std::string repeated(std::string_view piece, std::size_t times) {
  std::string out;
  out.reserve(piece.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

std::string nested_json(std::size_t levels) {
  return R"({"adapters":{"a":{"v":)" + repeated("[", levels) + repeated("]", levels) + "}}}";
}

TEST(Hostile, NestingEndsAt64Levels) {
  EXPECT_THAT(json_mistakes(nested_json(61)), IsEmpty());
  EXPECT_THAT(json_mistakes(nested_json(62)), ElementsAre(HasSubstr("more than 64 levels")));
  EXPECT_THAT(yaml_mistakes(nested_json(61)), IsEmpty());
  EXPECT_THAT(yaml_mistakes(nested_json(62)), ElementsAre(HasSubstr("more than 64 levels")));
}

TEST(Hostile, DeepNestingOfEveryKindIsRefused) {
  for (const char* piece :
       {"[", "{", "{a: ", "[a: ", "- ", "? ", ": ", "[? ", "{? [", "&a ", "!a "}) {
    EXPECT_THAT(yaml_mistakes(repeated(piece, 100'000)), Not(IsEmpty())) << piece;
  }
  for (const char* piece : {"[", R"({"a":)", "{\"a\":["}) {
    EXPECT_THAT(json_mistakes(repeated(piece, 100'000)),
                ElementsAre(HasSubstr("more than 64 levels")))
        << piece;
  }
}

TEST(Hostile, TheNumberOfValuesIsLimited) {
  const std::string many = "{\"adapters\":{\"a\":{\"v\":[0" + repeated(",0", 100'000) + "]}}}";
  EXPECT_THAT(json_mistakes(many), ElementsAre(HasSubstr("more than 100,000 values")));
  EXPECT_THAT(yaml_mistakes(many), ElementsAre(HasSubstr("more than 100,000 values")));
}

TEST(Hostile, ManyMembersAreComparedQuickly) {
  std::string text = "{\"adapters\":{\"a\":{\"k\":0";
  for (int i = 0; i < 90'000; ++i) text += ",\"k" + std::to_string(i) + "\":0";
  EXPECT_THAT(json_mistakes(text + "}}}"), IsEmpty());
  EXPECT_THAT(json_mistakes(text + ",\"k7\":1}}}"), ElementsAre(HasSubstr("a second time")));
}

TEST(Hostile, HugeScalarsAreCutInMessages) {
  const std::string huge(3'000'000, 'x');
  EXPECT_THAT(yaml_mistakes("scanner: " + huge), Each(SizeIs(::testing::Lt(500U))));
  EXPECT_THAT(yaml_mistakes("? " + huge + "\n: 1"), Each(SizeIs(::testing::Lt(500U))));
  EXPECT_THAT(json_mistakes("{\"" + huge + "\":1}"), Each(SizeIs(::testing::Lt(500U))));
  EXPECT_EQ(opaque_yaml("'" + huge + "'").size(), huge.size() + 8);
}

TEST(Hostile, TheTextIsLimited) {
  const std::string text = "scanner: clair\n#";
  EXPECT_THAT(yaml_mistakes(text + std::string((4U << 20U) - text.size(), 'x')), IsEmpty());
  EXPECT_THAT(
      yaml_mistakes(text + std::string((4U << 20U) - text.size() + 1, 'x')),
      ElementsAre("f: found more than 4 MiB of text; expected a configuration within that"));
}

TEST(Hostile, AliasBombsDoNotGoOff) {
  std::string bomb = "adapters:\n  a:\n    l0: &l0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 30; ++i) {
    const std::string item = "*l" + std::to_string(i - 1);
    bomb += "    l" + std::to_string(i) + ": &l" + std::to_string(i) + " [" + item +
            repeated(", " + item, 8) + "]\n";
  }
  const auto mistakes = yaml_mistakes(bomb);
  ASSERT_EQ(mistakes.size(), 101U);
  EXPECT_THAT(mistakes.back(), HasSubstr("there are more mistakes"));
}

TEST(Hostile, MergeKeysHaveNoMeaning) {
  EXPECT_THAT(yaml_mistakes("<<: {scanner: a}"),
              ElementsAre(HasSubstr("f:1: \"<<\": found an unknown key")));
}

TEST(Hostile, BytesThatAreNoTextAreRefused) {
  for (const auto format : {ConfigFormat::kYaml, ConfigFormat::kJson}) {
    EXPECT_THAT(mistakes_in("{\"scanner\": \"a\xFF\"}", format),
                ElementsAre(HasSubstr("f:1: found bytes that are not UTF-8")));
    EXPECT_THAT(mistakes_in(std::string("{\n\"scanner\": \"a\0\"}", 18), format),
                ElementsAre(HasSubstr("f:2: found a control character")));
    EXPECT_THAT(mistakes_in("{\"scanner\":\"a\"}\x04 garbage", format),
                ElementsAre(HasSubstr("f:1: found a control character")));
    EXPECT_THAT(mistakes_in("\xFF\xFE{\0}\0", format), ElementsAre(HasSubstr("not UTF-8")));
  }
}

TEST(Hostile, EscapedZeroBytesStayTextInDocuments) {
  EXPECT_EQ(opaque_yaml("\"a\\0b\""), R"({"v":"a\u0000b"})");
  EXPECT_EQ(opaque_json("\"a\\u0000b\""), R"({"v":"a\u0000b"})");
  EXPECT_THAT(yaml_mistakes("scanner: \"clair\\0\""), ElementsAre(HasSubstr("an adapter id")));
  EXPECT_THAT(yaml_mistakes("adapters: {\"clair\\0\": {}}"), ElementsAre(HasSubstr("the id")));
}

TEST(Hostile, MessagesStayOnOneLine) {
  EXPECT_THAT(yaml_mistakes("\"a\\nb\\e[31m\": 1"),
              ElementsAre(HasSubstr("f:1: \"a\\u000ab\\u001b[31m\": found an unknown key")));
  EXPECT_THAT(json_mistakes(R"({"a\nb":1})"), ElementsAre(HasSubstr("f: /a\\u000ab: found")));
}

TEST(Hostile, UnknownKeysByTheThousandAreReportedAHundredTimes) {
  std::string text;
  for (int i = 0; i < 5'000; ++i) text += "k" + std::to_string(i) + ": 1\n";
  EXPECT_THAT(yaml_mistakes(text), SizeIs(101));
}

TEST(Hostile, EveryCutOfADocumentEndsWell) {
  const std::string yaml =
      "plugins: {dirs: [/a, \"/b\"], probe: off}\nscanner: 'c'\nadapters:\n  a: {k: [1, {x: ~}]}\n";
  const std::string json = R"({"plugins":{"dirs":["/a"]},"adapters":{"a":{"k":[1.5,"\u00e9"]}}})";
  for (std::size_t i = 0; i <= yaml.size(); ++i) yaml_mistakes(yaml.substr(0, i));
  for (std::size_t i = 0; i < json.size(); ++i) {
    EXPECT_THAT(json_mistakes(json.substr(0, i)), Not(IsEmpty())) << i;
  }
}

}  // namespace
}  // namespace portside::testing
