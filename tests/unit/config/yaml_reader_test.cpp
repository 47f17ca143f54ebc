// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "parse.hpp"

namespace portside::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Yaml, TellsQuotedScalarsFromPlainOnes) {
  EXPECT_EQ(opaque_yaml("[1, '1', \"1\", true, 'true', ~, '~', '']"),
            R"({"v":[1,"1","1",true,"true",null,"~",""]})");
  EXPECT_EQ(opaque_yaml("[yes, no, on, off, 0x10, 0o10, 010, .5, 1.10, null]"),
            R"({"v":["yes","no","on","off",16,8,10,0.5,1.10,null]})");
}

TEST(Yaml, TakesBlockScalarsForText) {
  const Config config = parse_yaml("adapters:\n  a:\n    v: |\n      12\n    w: >-\n      true\n");
  EXPECT_EQ(config.adapters.at("a").reveal(), R"({"v":"12\u000a","w":"true"})");
}

TEST(Yaml, TakesPlainKeysAsWritten) {
  EXPECT_EQ(opaque_yaml("{1: a, true: b, 0x10: c, 'q': d}"),
            R"({"v":{"1":"a","true":"b","0x10":"c","q":"d"}})");
}

TEST(Yaml, KeepsNumbersBeyond64Bits) {
  EXPECT_EQ(opaque_yaml("123456789012345678901234567890"),
            R"({"v":123456789012345678901234567890})");
}

TEST(Yaml, TakesAnEmptyDocumentForDefaults) {
  for (const char* text : {"", "\n\n", "# only a comment\n", "---\n", "---\n...\n", "~", "{}",
                           "plugins:\nscanner:\nadapters:\n", "plugins: {dirs: }\ntrust: ~"}) {
    SCOPED_TRACE(text);
    const Config config = parse_yaml(text);
    EXPECT_TRUE(config.plugins.dirs.empty());
    EXPECT_EQ(config.scanner, "");
    EXPECT_TRUE(config.adapters.empty());
  }
}

class YamlRefusal : public ::testing::TestWithParam<Refused> {};

TEST_P(YamlRefusal, IsOneSentenceWithItsLine) {
  EXPECT_THAT(yaml_mistakes(GetParam().text), ElementsAre(GetParam().mistake));
}

INSTANTIATE_TEST_SUITE_P(
    Yaml, YamlRefusal,
    ::testing::Values(
        Refused{"scanner: &x clair",
                "f:1: scanner: found an anchor (&); write each value where it is needed"},
        Refused{"adapters:\n  a: &x {k: 1}",
                "f:2: adapters.a: found an anchor (&); write each value where it is needed"},
        Refused{"adapters: {a: {l: &x [1]}}",
                "f:1: adapters.a.l: found an anchor (&); write each value where it is needed"},
        Refused{"adapters: {a: {l: &x }}",
                "f:1: adapters.a.l: found an anchor (&); write each value where it is needed"},
        Refused{"scanner: !!str clair",
                "f:1: scanner: found a tag (!); write the value without it"},
        Refused{"scanner: !local clair",
                "f:1: scanner: found a tag (!); write the value without it"},
        Refused{"scanner: ! clair", "f:1: scanner: found a tag (!); write the value without it"},
        Refused{"scanner: ! 'clair'", "f:1: scanner: found a tag (!); write the value without it"},
        Refused{"scanner: clair\n\nadapters:\n  a:\n    k: !!binary aGk=",
                "f:5: adapters.a.k: found a tag (!); write the value without it"},
        Refused{"adapters: !!map {}", "f:1: adapters: found a tag (!); write the value without it"},
        Refused{"adapters: ! {}", "f:1: adapters: found a tag (!); write the value without it"},
        Refused{"? !!str scanner\n: clair", "f:1: found a tag (!); write the value without it"},
        Refused{"scanner: a\nscanner: b",
                "f:2: scanner: found this key a second time (first on line 1); expected each key "
                "once"},
        Refused{"adapters:\n  a:\n    k: 1\n    \"k\": 2",
                "f:4: adapters.a.k: found this key a second time (first on line 3); expected each "
                "key once"},
        Refused{"scanner: a\n---\nscanner: b",
                "f:2: found a second document, or text behind the end; expected one"},
        Refused{"{scanner: a} b",
                "f:1: found a second document, or text behind the end; expected one"},
        Refused{"? [a]\n: b",
                "f:1: found a list or a map (or a bracket that is not closed) as a key; expected a "
                "word"},
        Refused{"? {a: b}\n: c",
                "f:1: found a list or a map (or a bracket that is not closed) as a key; expected a "
                "word"},
        Refused{"~: a", "f:1: found nothing (null) as a key; expected a word"},
        Refused{"adapters:\n  a:\n    k: .inf",
                "f:3: adapters.a.k: found a number that cannot be kept (.inf, .nan, or beyond 64 "
                "bits); "
                "write it in quotes if a text is meant"}));

TEST(Yaml, NotesAliasesAndReadsOn) {
  EXPECT_THAT(yaml_mistakes("scanner: &x a\nadapters: {a: *x}\nplugin: 1"),
              ElementsAre(HasSubstr("f:1: scanner: found an anchor (&)"),
                          HasSubstr("f:2: adapters.a: found an alias (*)"),
                          HasSubstr("f:3: plugin: found an unknown key")));
  EXPECT_THAT(yaml_mistakes("scanner: *unknown"),
              ElementsAre(HasSubstr("f:1: scanner: this is not YAML: the referenced anchor")));
  EXPECT_THAT(yaml_mistakes("scanner: &x a\n*x : 1"),
              ElementsAre(HasSubstr("anchor"), HasSubstr("f:2: found an alias as a key")));
}

TEST(Yaml, TellsTheLineOfSyntaxErrors) {
  EXPECT_THAT(yaml_mistakes("scanner: clair\nadapters: [a\n"),
              ElementsAre(HasSubstr(
                  "this is not YAML (end of sequence flow not found); close the bracket")));
  EXPECT_THAT(yaml_mistakes("adapters: {a: {b: {x: ${ENV:X}}}}"),
              ElementsAre(HasSubstr("put a text that holds brackets or braces into quotes")));
  EXPECT_THAT(yaml_mistakes("scanner: a: b"),
              ElementsAre(HasSubstr("put a text that holds ': ' into quotes")));
  EXPECT_THAT(yaml_mistakes("a: b\n c: d"), ElementsAre(HasSubstr("f:2: this is not YAML")));
}

TEST(Yaml, ReadsWindowsLineEndsAndByteOrderMarks) {
  const Config config = parse_yaml("\xEF\xBB\xBFscanner: clair\r\nplugins:\r\n  probe: off\r\n");
  EXPECT_EQ(config.scanner, "clair");
  EXPECT_EQ(config.plugins.probe, ProbeMode::kOff);
  EXPECT_THAT(yaml_mistakes("scanner: clair\r\n\r\nbad: 1\r\n"),
              ElementsAre(HasSubstr("f:3: bad:")));
}

TEST(Yaml, RefusesTabsAsIndentation) {
  EXPECT_THAT(yaml_mistakes("plugins:\n\tprobe: off\n"),
              ElementsAre(HasSubstr("f:2: this is not YAML (illegal")));
}

// yaml-cpp takes the end of a text for the missing quote, and with it whatever stands before.
TEST(Yaml, RefusesQuotesThatAreNotClosed) {
  constexpr char kSentence[] = "found a quote that is not closed";
  for (const char* quote : {"\"", "'"}) {
    const std::string q = quote;
    EXPECT_THAT(yaml_mistakes("registry:\n  password: " + q + "pw\nscanner: clair\n"),
                ElementsAre(HasSubstr(std::string("f:2: registry.password: ") + kSentence)));
    EXPECT_THAT(yaml_mistakes("scanner: " + q + "clair\n"), ElementsAre(HasSubstr(kSentence)));
    EXPECT_THAT(yaml_mistakes("scanner: clair\n" + q + "log: {level: info}\n"),
                ElementsAre(HasSubstr("f:2")));
    EXPECT_THAT(yaml_mistakes("scanner: " + q), ElementsAre(HasSubstr("f:1")));
    EXPECT_EQ(parse_yaml("scanner: " + q + "clair" + q).scanner, "clair");
  }
  EXPECT_THAT(yaml_mistakes("scanner: 'it''s\n"), ElementsAre(HasSubstr(kSentence)));
  EXPECT_THAT(yaml_mistakes("scanner: \"a\\\"\n"), ElementsAre(HasSubstr(kSentence)));
  EXPECT_EQ(parse_yaml("registry: {user: '\xC3\xA4''b', password: \"p\\\"w\"}").registry.user,
            "\xC3\xA4'b");
}

}  // namespace
}  // namespace portside::testing
