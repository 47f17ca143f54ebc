// SPDX-License-Identifier: Apache-2.0
#include "config/schema_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/document.hpp"
#include "portside/api/error.hpp"

namespace portside::config {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kSchema = R"({"type":"object","additionalProperties":false,"required":["url"],
  "properties":{"url":{"type":"string","pattern":"^https://"},"timeout":{"type":"integer"},
                "hosts":{"type":"array","items":{"type":"string"}},
                "a/b~":{"type":"object","properties":{"deep":{"type":"null"}}}}})";

constexpr const char* kShownSchema = R"({"properties":{
  "url":{"type":"string","pattern":"^https?://[^/?#@]+$","x-expected":"http://HOST:PORT"},
  "username":{"pattern":"^[^:]+$","x-expected":"a name without a colon"},
  "token":{"type":"string","pattern":"^x$","x-expected":"x"},
  "client_key":{"pattern":"^/","x-expected":"a path"},
  "key":{"writeOnly":true,"pattern":"^x$","x-expected":"x"},
  "flag":{"type":"boolean"},"use_password":{"type":"boolean"},
  "seconds":{"type":"integer","minimum":60,"maximum":1000000},
  "mode":{"enum":["fast","slow"]},
  "many":{"items":{"type":"boolean"}},
  "password":{"type":"string"}}})";

std::optional<std::string> schema_of(const std::string& id) {
  if (id == "clair" || id == "clair@eu") return kSchema;
  if (id == "broken") return R"({"type":"strin"})";
  if (id == "lenient") return R"({"type":"object"})";
  if (id == "shown") return kShownSchema;
  if (id == "plain") return "";
  if (id == "unseen") return std::nullopt;
  throw AdapterError(ErrorCode::kPluginNotFound, "there is no plugin " + id);
}

std::vector<std::string> mistakes_in(const std::string& text,
                                     ConfigFormat format = ConfigFormat::kYaml,
                                     const Configure& configure = {}) {
  SecretLookup secrets;
  secrets.environment = [](const std::string& name) {
    return name == "T" ? std::optional<std::string>("canary") : std::nullopt;
  };
  Document document(text, format, "f", secrets);
  check_documents(document.tree(), schema_of, document.mistakes(), configure);
  std::vector<std::string> lines;
  for (const auto& each : document.mistakes().all()) {
    lines.push_back(document.mistakes().line_of(each));
  }
  return lines;
}

TEST(SchemaCheck, FindsNothingInGoodDocuments) {
  EXPECT_THAT(mistakes_in("adapters: {clair: {url: 'https://x'}, plain: {any: thing}, unseen: {}}"),
              IsEmpty());
  EXPECT_THAT(mistakes_in("{}"), IsEmpty());
  EXPECT_THAT(mistakes_in("adapters: ~\nscanner: ~\nprocessors: ~"), IsEmpty());
}

TEST(SchemaCheck, NamesTheLineOfTheOffendingKey) {
  EXPECT_THAT(
      mistakes_in("adapters:\n  clair:\n    ulr: x\n    timeout: soon\n    hosts:\n      - a\n"
                  "      - 5\n    a/b~:\n      deep: 1\n"),
      ElementsAre(
          "f:2: adapters.clair: found no key url; expected one",
          "f:3: adapters.clair.ulr: found an unknown key; did you mean url?",
          "f:4: adapters.clair.timeout: found the text \"soon\"; expected an integer",
          "f:7: adapters.clair.hosts[1]: found the number 5; expected a text",
          "f:9: adapters.clair.\"a/b~\".deep: found the number 1; expected nothing (null)"));
}

TEST(SchemaCheck, NamesThePointerInJson) {
  EXPECT_THAT(
      mistakes_in(R"({"adapters":{"clair":{"url":"https://x","hosts":[1]}}})", ConfigFormat::kJson),
      ElementsAre("f: /adapters/clair/hosts/0: found the number 1; expected a text"));
}

TEST(SchemaCheck, AnEmptyDocumentIsAnEmptyMap) {
  EXPECT_THAT(mistakes_in("adapters: {clair: }"),
              ElementsAre("f:1: adapters.clair: found no key url; expected one"));
}

TEST(SchemaCheck, ResolvedTextsAreCheckedAndNotShown) {
  EXPECT_THAT(mistakes_in("adapters: {clair: {url: '${ENV:T}', timeout: '${ENV:T}'}}"),
              ElementsAre("f:1: adapters.clair.url: found a text of another form; expected one "
                          "that matches ^https://",
                          "f:1: adapters.clair.timeout: found a text; expected an integer"));
}

TEST(SchemaCheck, ShowsValuesThatAreNoSecrets) {
  EXPECT_THAT(
      mistakes_in("adapters:\n  shown:\n    url: core\n    seconds: 30\n    mode: quick\n"
                  "    flag: maybe\n    many: [5]\n    password: true\n    username: 7\n"),
      ElementsAre("f:3: adapters.shown.url: found the text \"core\"; expected http://HOST:PORT",
                  "f:4: adapters.shown.seconds: found the number 30; expected 60 to 1000000",
                  "f:5: adapters.shown.mode: found the text \"quick\"; expected fast or slow",
                  "f:6: adapters.shown.flag: found the text \"maybe\"; expected true or false",
                  "f:7: adapters.shown.many[0]: found the number 5; expected true or false",
                  "f:8: adapters.shown.password: found true; expected a text"));
}

TEST(SchemaCheck, SaysWhatYesIs) {
  EXPECT_THAT(
      mistakes_in("adapters: {shown: {flag: yes, use_password: off, many: [no]}}"),
      ElementsAre("f:1: adapters.shown.flag: found the text \"yes\"; expected true or false "
                  "(yes, no, on and off are texts in YAML 1.2)",
                  HasSubstr("use_password: found the text \"off\"; expected true or false ("),
                  HasSubstr("many[0]: found the text \"no\"; expected true or false (")));
  EXPECT_THAT(
      mistakes_in(R"({"adapters":{"shown":{"flag":"yes"}}})", ConfigFormat::kJson),
      ElementsAre("f: /adapters/shown/flag: found the text \"yes\"; expected true or false"));
}

TEST(SchemaCheck, ShowsNothingThatMayBeASecret) {
  for (const char* text :
       {"{url: 'canary@host'}", "{url: 'ftp://u:canary@host'}", "{url: 'ftp://h/?k=canary'}",
        "{url: '${ENV:T}'}", "{username: 'u:canary'}", "{token: canary}", "{key: canary}",
        "{url: \"canary\\nx\"}", "{client_key: canary}", "{password: 123canary4, token: canary}",
        "{flag: '${ENV:T}'}", "{use_password: canary}"}) {
    const auto lines = mistakes_in("adapters: {shown: " + std::string(text) + "}");
    EXPECT_THAT(lines, ElementsAre(::testing::Not(HasSubstr("canary")))) << text;
  }
  EXPECT_THAT(mistakes_in("adapters: {shown: {password: 1234}}"),
              ElementsAre("f:1: adapters.shown.password: found an integer; expected a text"));
}

TEST(SchemaCheck, SaysNothingOfValuesThatAreBrokenAlready) {
  EXPECT_THAT(mistakes_in("adapters: {clair: {url: '${ENV:NOBODY}', timeout: .inf}}"),
              ElementsAre(HasSubstr("adapters.clair.timeout: found a number that cannot be kept"),
                          HasSubstr("adapters.clair.url: found ${ENV:NOBODY}")));
  EXPECT_THAT(mistakes_in("adapters: {clair: [1]}"),
              ElementsAre(HasSubstr("adapters.clair: found a list; expected a map")));
}

TEST(SchemaCheck, NamesPluginsThatAreNotThereOnce) {
  EXPECT_THAT(mistakes_in("adapters:\n  nobody: {}\nscanner: nobody\nprocessors:\n  other: []\n"
                          "  plain: []\n"),
              ElementsAre("f:2: adapters.nobody: there is no plugin nobody",
                          "f:5: processors.other: there is no plugin other"));
  EXPECT_THAT(mistakes_in("scanner: nobody"),
              ElementsAre("f:1: scanner: there is no plugin nobody"));
}

TEST(SchemaCheck, WhatIsUsedWithoutADocumentHasAnEmptyOne) {
  EXPECT_THAT(mistakes_in("scanner: plain\nprocessors: {unseen: [a/b]}"), IsEmpty());
  EXPECT_THAT(mistakes_in("scanner: lenient"), IsEmpty());
}

TEST(SchemaCheck, WhatIsUsedAndNeedsADocumentIsOneMistake) {
  EXPECT_THAT(
      mistakes_in("scanner: clair\nadapters: {clair@eu: {url: 'https://x'}}"),
      ElementsAre("f:1: scanner: clair is used, but adapters has no document clair; expected one"));
  EXPECT_THAT(
      mistakes_in("adapters: {plain: {}}\nscanner: clair\nprocessors: {clair: [a/b]}"),
      ElementsAre("f:2: scanner: clair is used, but adapters has no document clair; expected one"));
  EXPECT_THAT(mistakes_in(R"({"processors":{"clair@eu":[]}})", ConfigFormat::kJson),
              ElementsAre("f: /processors/clair@eu: clair@eu is used, but adapters has no document "
                          "clair@eu; expected one"));
  EXPECT_THAT(mistakes_in("scanner: broken"),
              ElementsAre(HasSubstr("f:1: adapters.broken: this cannot be checked: ")));
}

TEST(SchemaCheck, ADocumentIsCheckedOnce) {
  EXPECT_THAT(mistakes_in("scanner: clair\nadapters: {clair: {}}"),
              ElementsAre("f:2: adapters.clair: found no key url; expected one"));
}

TEST(SchemaCheck, ASchemaThatCannotBeUsedIsNamed) {
  EXPECT_THAT(mistakes_in("adapters: {broken: {}}"),
              ElementsAre(HasSubstr("f:1: adapters.broken: this cannot be checked: the JSON schema "
                                    "at /type: found a text")));
}

TEST(SchemaCheck, ManyMistakesEndTheCheck) {
  std::string text = "adapters:\n  clair:\n    url: https://x\n    hosts:\n";
  for (int i = 0; i < 150; ++i) text += "      - 5\n";
  EXPECT_EQ(mistakes_in(text).size(), 100U);
}

TEST(SchemaCheck, HasAdaptersReadWhatTheirSchemasTake) {
  std::vector<std::string> configured;
  const Configure configure = [&](const std::string& id) { configured.push_back(id); };
  EXPECT_THAT(mistakes_in("adapters: {clair: {url: 'https://x'}, plain: {any: thing}, unseen: {}}\n"
                          "processors: {lenient: []}\nscanner: clair\n",
                          ConfigFormat::kYaml, configure),
              IsEmpty());
  EXPECT_THAT(configured, ElementsAre("clair", "plain", "lenient"));
}

TEST(SchemaCheck, HasNoAdapterReadWhatIsWrongAlready) {
  const Configure configure = [](const std::string& id) { ADD_FAILURE() << id; };
  for (const char* text :
       {"adapters: {clair: {url: 5}}", "adapters: {clair: }", "adapters: {plain: [1]}",
        "adapters: {plain: {a: {b: ['${ENV:NOBODY}']}}}", "adapters: {broken: {}}",
        "adapters: {nobody: {}}"}) {
    EXPECT_THAT(mistakes_in(text, ConfigFormat::kYaml, configure), ::testing::SizeIs(1)) << text;
  }
}

TEST(SchemaCheck, NotesWhatAnAdapterRefuses) {
  const Configure configure = [](const std::string& id) {
    throw AdapterError(ErrorCode::kConfigInvalid, id + ": 'timeout' is odd",
                       "'timeout' is odd\n'hosts' has canary in it");
  };
  EXPECT_THAT(mistakes_in("adapters:\n  clair:\n    url: https://x\n    timeout: 3\n    hosts:\n"
                          "      - ${ENV:T}\n",
                          ConfigFormat::kYaml, configure),
              ElementsAre("f:4: adapters.clair: 'timeout' is odd",
                          "f:5: adapters.clair: 'hosts' has [hidden] in it"));
}

}  // namespace
}  // namespace portside::config
