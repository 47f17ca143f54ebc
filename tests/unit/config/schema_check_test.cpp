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

std::optional<std::string> schema_of(const std::string& id) {
  if (id == "clair" || id == "clair@eu") return kSchema;
  if (id == "broken") return R"({"type":"strin"})";
  if (id == "plain") return "";
  if (id == "unseen") return std::nullopt;
  throw AdapterError(ErrorCode::kPluginNotFound, "there is no plugin " + id);
}

std::vector<std::string> mistakes_in(const std::string& text,
                                     ConfigFormat format = ConfigFormat::kYaml) {
  SecretLookup secrets;
  secrets.environment = [](const std::string& name) {
    return name == "T" ? std::optional<std::string>("canary") : std::nullopt;
  };
  Document document(text, format, "f", secrets);
  check_documents(document.tree(), schema_of, document.mistakes());
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
      ElementsAre("f:2: adapters.clair: found no key url; expected one",
                  "f:3: adapters.clair.ulr: found an unknown key; expected a/b~, hosts, timeout or "
                  "url (did you mean url?)",
                  "f:4: adapters.clair.timeout: found a text; expected an integer",
                  "f:7: adapters.clair.hosts[1]: found an integer; expected a text",
                  "f:9: adapters.clair.\"a/b~\".deep: found an integer; expected nothing (null)"));
}

TEST(SchemaCheck, NamesThePointerInJson) {
  EXPECT_THAT(
      mistakes_in(R"({"adapters":{"clair":{"url":"https://x","hosts":[1]}}})", ConfigFormat::kJson),
      ElementsAre("f: /adapters/clair/hosts/0: found an integer; expected a text"));
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
  EXPECT_THAT(mistakes_in("scanner: clair\nadapters: {clair@eu: {url: 'https://x'}}"),
              ElementsAre("f:1: adapters.clair: found no key url; expected one"));
  EXPECT_THAT(mistakes_in("adapters: {plain: {}}\nscanner: clair\nprocessors: {clair: [a/b]}"),
              ElementsAre("f:2: adapters.clair: found no key url; expected one"));
  EXPECT_THAT(mistakes_in(R"({"processors":{"clair@eu":[]}})", ConfigFormat::kJson),
              ElementsAre("f: /adapters/clair@eu: found no key url; expected one"));
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

}  // namespace
}  // namespace portside::config
