// SPDX-License-Identifier: Apache-2.0
#include "config/references.hpp"

#include <map>

#include "parse.hpp"
#include "temp_folder.hpp"

namespace portside::testing {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

/// Knows variables T, EMPTY and BIG, and the file /t.
SecretLookup lookup() {
  SecretLookup secrets;
  secrets.environment = [](const std::string& name) -> std::optional<std::string> {
    if (name == "T") return "canary";
    if (name == "EMPTY") return "";
    if (name == "BIG") return std::string(64 * 1024, 'x');
    if (name == "TOO_BIG") return std::string(64 * 1024 + 1, 'x');
    if (name == "CONTROL") return "canary\x01";
    if (name == "LINES") return "one\n\ttwo";
    if (name == "BYTES") return "canary\xff";
    return std::nullopt;
  };
  secrets.file = [](const std::string& path) -> Secret {
    if (path == "/t") return Secret("from file");
    throw AdapterError(ErrorCode::kConfigInvalid, path + ": the secret cannot be read: no file");
  };
  return secrets;
}

/// The document of an adapter whose key `v` is `text`.
std::string resolved(const std::string& text) {
  const Config config =
      parse_config("adapters: {a: {v: '" + text + "'}}", ConfigFormat::kYaml, "f", lookup());
  return config.adapters.at("a").reveal();
}

std::vector<std::string> mistakes(const std::string& text) {
  return mistakes_in("adapters:\n  a:\n    v: '" + text + "'\n", ConfigFormat::kYaml, lookup());
}

TEST(References, StandForTheirValues) {
  const std::map<std::string, std::string> cases = {
      {"${ENV:T}", "canary"},
      {"${FILE:/t}", "from file"},
      {"Bearer ${ENV:T}", "Bearer canary"},
      {"${ENV:T}${ENV:T}-${FILE:/t}.", "canarycanary-from file."},
      {"${ENV:EMPTY}", ""},
      {"$${ENV:T}", "${ENV:T}"},
      {"a$${b} ${ENV:T}", "a${b} canary"},
      {"$ENV {ENV:T} $ $$ 5$", "$ENV {ENV:T} $ $$ 5$"},
      {"${ENV:LINES}", "one\\u000a\\u0009two"}};
  for (const auto& [text, value] : cases) {
    EXPECT_EQ(resolved(text), R"({"v":")" + value + "\"}") << text;
  }
}

TEST(References, AreResolvedInTextsAtAnyDepthAndNowhereElse) {
  const Config config = parse_config(R"({"adapters":{"a":{"${ENV:T}":[{"x":"${ENV:T}"},1,null]}}})",
                                     ConfigFormat::kJson, "f", lookup());
  EXPECT_EQ(config.adapters.at("a").reveal(), R"({"${ENV:T}":[{"x":"canary"},1,null]})");
}

TEST(References, ValuesAreTextsAndNotReadAgain) {
  SecretLookup secrets;
  secrets.environment = [](const std::string& name) {
    return std::optional<std::string>(name == "N" ? "5" : "${ENV:N}");
  };
  const Config config = parse_config("adapters: {a: {n: '${ENV:N}', m: '${ENV:M}'}}",
                                     ConfigFormat::kYaml, "f", secrets);
  EXPECT_EQ(config.adapters.at("a").reveal(), R"({"n":"5","m":"${ENV:N}"})");
}

TEST(References, WorkInRoomsOfTheHost) {
  const Config config =
      parse_config("registry: {url: https://r.example, user: '${ENV:T}', password: '${FILE:/t}'}\n",
                   ConfigFormat::kYaml, "f", lookup());
  EXPECT_EQ(config.registry.user, "canary");
  EXPECT_EQ(config.registry.password.reveal(), "from file");
}

TEST(References, ThatCannotBeResolvedAreMistakes) {
  const std::map<std::string, std::string> cases = {
      {"${ENV:NOBODY}",
       "found ${ENV:NOBODY}, and the environment has no such variable; expected one that is set"},
      {"${FILE:/nowhere}",
       "found ${FILE:/nowhere}, which cannot be resolved: /nowhere: the secret cannot be read: no "
       "file"},
      {"${FILE:relative}", "found ${FILE:relative}; expected an absolute path (it begins with /)"},
      {"${ENV:CONTROL}",
       "found ${ENV:CONTROL}, which stands for a text with control characters; expected plain "
       "text"},
      {"${ENV:BYTES}",
       "found ${ENV:BYTES}, which stands for bytes that are not UTF-8; expected plain text"},
      {"${ENV:TOO_BIG}",
       "found ${ENV:TOO_BIG}, which stands for more than 64 KiB; expected a shorter text"}};
  for (const auto& [text, sentence] : cases) {
    EXPECT_THAT(mistakes(text), ElementsAre("f:3: adapters.a.v: " + sentence)) << text;
  }
}

TEST(References, MalformedOnesAreMistakesThatNameTheForms) {
  const std::map<std::string, std::vector<const char*>> cases = {
      {"with none of ENV:, FILE: and SEALED: behind it",
       {"${T}", "${env:T}", "${}", "${ ENV:T}", "${SEALED}", "${sealed:x}"}},
      {"with ENV: and no name of a variable behind it",
       {"${ENV:}", "${ENV:1A}", "${ENV:A-B}", "${ENV:T }"}},
      {"that no } closes", {"${ENV:T", "${", "x ${ y"}}};
  for (const auto& [flaw, texts] : cases) {
    for (const char* text : texts) {
      EXPECT_THAT(
          mistakes(text),
          ElementsAre("f:3: adapters.a.v: found ${ " + flaw +
                      "; expected ${ENV:NAME}, ${FILE:/path} or ${SEALED:...} (or $${ where "
                      "${ itself is meant)"))
          << text;
    }
  }
}

TEST(References, AllOfThemAreReportedWithTheOtherMistakes) {
  const auto lines = mistakes_in(
      "trust: {mode: none}\nadapters:\n  a: {x: '${ENV:A} ${ENV:B}', y: ['${FILE:z}']}\n"
      "scaner: a\nregistry: {user: u, password: '${ENV:C}'}\n",
      ConfigFormat::kYaml, lookup());
  EXPECT_THAT(lines, ElementsAre(HasSubstr("f:1: trust.mode"), HasSubstr("${ENV:A}"),
                                 HasSubstr("${ENV:B}"), HasSubstr("f:3: adapters.a.y[0]"),
                                 HasSubstr("f:4: scaner"), HasSubstr("registry.password: found")));
}

TEST(References, AllTogetherAreBounded) {
  std::string text = "adapters: {a: {v: ['${ENV:BIG}'";
  for (int i = 1; i < 16; ++i) text += ", '${ENV:BIG}'";
  EXPECT_THAT(mistakes_in(text + "]}}", ConfigFormat::kYaml, lookup()), IsEmpty());
  EXPECT_THAT(mistakes_in(text + ", '${ENV:T}']}}", ConfigFormat::kYaml, lookup()),
              ElementsAre(HasSubstr("more than 1 MiB of all secrets together")));
}

TEST(References, WithoutALookupSayWhatWorks) {
  SecretLookup none;
  none.file = nullptr;
  EXPECT_THAT(mistakes_in("scanner: '${ENV:T}'", ConfigFormat::kYaml, none),
              ElementsAre(HasSubstr("this program does not look into its environment")));
  EXPECT_THAT(mistakes_in("scanner: '${FILE:/t}'", ConfigFormat::kYaml, none),
              ElementsAre(HasSubstr("this program reads no secrets from files")));
}

TEST(References, ReadFilesUnlessToldOtherwise) {
  const TempFolder folder;
  const std::string path = folder.write("secret", "from a file\n");
  const Config config = parse_yaml("registry: {user: u, password: '${FILE:" + path + "}'}");
  EXPECT_EQ(config.registry.password.reveal(), "from a file");
  EXPECT_THAT(yaml_mistakes("registry: {user: u, password: '${FILE:" + path + "x}'}"),
              ElementsAre(HasSubstr("No such file")));
}

TEST(References, ValuesAreInNoMessage) {
  const auto lines = mistakes_in(
      "plugins: {dirs: ['${ENV:T}'], files: {a: '${ENV:T}'}, probe: '${ENV:T}'}\n"
      "trust: {mode: '${ENV:T}', anchors: '${ENV:T}'}\n"
      "log: {level: '${ENV:T}', format: '${ENV:T}'}\n"
      "http: {ca_file: '${ENV:T}', proxy: '${ENV:T}'}\n"
      "registry: {url: '${ENV:T}', ca_file: '${ENV:T}', user: 'a:${ENV:T}'}\n"
      "scanner: '${ENV:T} '\nadapters: {a: '${ENV:T}'}\n"
      "processors: {a: '${ENV:T}', b: ['${ENV:T}']}\n",
      ConfigFormat::kYaml, lookup());
  EXPECT_THAT(lines, SizeIs(17));
  EXPECT_THAT(lines, Each(AllOf(Not(HasSubstr("canary")),
                                ::testing::AnyOf(HasSubstr("found a secret text"),
                                                 HasSubstr("without a password")))));
}

}  // namespace
}  // namespace portside::testing
