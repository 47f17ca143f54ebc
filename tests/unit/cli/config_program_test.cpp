// SPDX-License-Identifier: Apache-2.0
// `portside config check` and `portside config show` as a person or a script uses them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "run_program.hpp"
#include "temp_folder.hpp"

namespace portside::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

using Result = testing::ProgramResult;

const std::string kWithFixtures =
    " --plugin-dir " PORTSIDE_FIXTURE_PLUGINS " --trust-anchor " PORTSIDE_BUILD_DIR;

Result config(const std::string& arguments, const std::string& environment = "") {
  return testing::run_program("env " + environment + " " PORTSIDE_PROGRAM " config " + arguments);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

class ConfigProgram : public ::testing::Test {
 protected:
  std::string file(const std::string& text, const std::string& name = "p.yaml") {
    return folder_.write(name, text);
  }
  testing::TempFolder folder_;
};

constexpr const char* kGood = R"(
scanner: schema-scanner
adapters:
  schema-scanner: {url: "https://c.example", key: "${ENV:SCANNER_KEY}"}
  schema-scanner@eu: {url: "https://eu.example", timeout: 5}
processors:
  good-processor: [application/x]
)";

TEST_F(ConfigProgram, CheckSaysThatAFileIsFine) {
  const std::string path = file(kGood);
  const Result result = config("check " + path + kWithFixtures, "SCANNER_KEY=long-enough");
  EXPECT_EQ(result.code, 0) << result.output;
  EXPECT_EQ(result.output, path +
                               ": fine, 2 adapters (2 checked against the schema of the plugin, 2 "
                               "configured), 1 processor\n");
}

TEST_F(ConfigProgram, CheckHasAdaptersReadTheirDocuments) {
  const std::string path = file(
      "adapters:\n  schema-scanner: {url: 'http://x', mode: fast}\n  good-scanner:\n"
      "    mode: ${ENV:MODE}\n  two-kinds: {}\n  ctor-throws-int:\nprocessors: {two-kinds: "
      "[a/b]}\n");
  const Result result = config("check --json " + path + kWithFixtures, "MODE=canary");
  EXPECT_EQ(result.code, 5) << result.output;
  const auto json = nlohmann::json::parse(result.output);
  std::vector<std::string> lines;
  for (const auto& each : json["mistakes"]) {
    lines.push_back(each["line"].dump() + ' ' + std::string(each["place"]) + ' ' +
                    std::string(each["mistake"]));
  }
  EXPECT_THAT(
      lines, ElementsAre("2 adapters.schema-scanner mode: found fast, expected another",
                         "2 adapters.schema-scanner /mode: fast",
                         "3 adapters.good-scanner mode: found [hidden], expected another",
                         "3 adapters.good-scanner /mode: [hidden]",
                         HasSubstr("6 adapters.ctor-throws-int the plugin's object could not be")));
  EXPECT_EQ(json["configured"], 1);
  EXPECT_EQ(json["checked_against_schema"], 2);
}

TEST_F(ConfigProgram, CheckReportsTenMistakesOfAllSortsAtOnce) {
  const std::string path = file(R"(plugins: {dirs: [relative]}
trust: {mode: none}
log: {level: loud}
registry: {user: me}
scaner: schema-scanner
adapters:
  schema-scanner:
    ulr: https://c.example
    timeout: 0
    key: "${ENV:NOBODY_SET_THIS}"
  nobody: {}
processors:
  good-processor: [application/x, application/x]
)");
  const Result result = config("check " + path + kWithFixtures, "-u NOBODY_SET_THIS");
  EXPECT_EQ(result.code, 5);
  EXPECT_THAT(
      lines_of(result.output),
      ElementsAre(
          path + ":1: plugins.dirs[0]: found the text \"relative\"; expected an absolute path (it "
                 "begins with /)",
          path + ":2: trust.mode: found the text \"none\"; expected strict, warn or off",
          path + ":3: log.level: found the text \"loud\"; expected debug, info, warning or error",
          path + ":4: registry.user: found a user without a password; expected both or neither",
          path + ":5: scaner: found an unknown key; did you mean scanner?",
          path + ":7: adapters.schema-scanner: found no key url; expected one",
          path + ":8: adapters.schema-scanner.ulr: found an unknown key; did you mean url?",
          path + ":9: adapters.schema-scanner.timeout: found the number 0; expected at least 1",
          path + ":10: adapters.schema-scanner.key: found ${ENV:NOBODY_SET_THIS}, and the "
                 "environment has no such variable; expected one that is set",
          HasSubstr(":11: adapters.nobody: "),
          path +
              ":13: processors.good-processor[1]: found a media type that is in this list already "
              "(line 13); expected each one once",
          path + ": 11 mistakes"));
}

TEST_F(ConfigProgram, CheckNamesPlacesInJsonFiles) {
  const std::string path =
      file(R"({"trust":{"mode":"none"},"adapters":{"schema-scanner":{"url":5}}})", "p.json");
  const Result result = config("check " + path + kWithFixtures);
  EXPECT_EQ(result.code, 5);
  EXPECT_THAT(
      lines_of(result.output),
      ElementsAre(StartsWith(path + ": /trust/mode: found"),
                  path + ": /adapters/schema-scanner/url: found the number 5; expected a text",
                  path + ": 2 mistakes"));
}

TEST_F(ConfigProgram, CheckPrintsJsonForPrograms) {
  const std::string path = file("adapters:\n  schema-scanner:\n    url: 5\n");
  const Result result = config("check --json " + path + kWithFixtures);
  EXPECT_EQ(result.code, 5);
  const auto json = nlohmann::json::parse(result.output);
  EXPECT_EQ(json["fine"], false);
  EXPECT_EQ(json["mistakes"][0]["line"], 3);
  EXPECT_EQ(json["mistakes"][0]["place"], "adapters.schema-scanner.url");
  EXPECT_EQ(json["mistakes"][0]["mistake"], "found the number 5; expected a text");
}

TEST_F(ConfigProgram, CheckTellsWhyAPluginCannotBeUsed) {
  const Result result =
      config("check " + file("adapters:\n  nobody: {}\n  ctor-segfault: {}\n") + kWithFixtures);
  EXPECT_EQ(result.code, 5);
  EXPECT_THAT(result.output, HasSubstr(":2: adapters.nobody: "));
  EXPECT_THAT(result.output, HasSubstr(":3: adapters.ctor-segfault: "));
  EXPECT_THAT(result.output, HasSubstr("2 mistakes\n"));
}

TEST_F(ConfigProgram, CheckWithoutPluginsLooksAtNone) {
  const Result result = config("check --no-plugins " + file("adapters: {nobody: {any: thing}}"));
  EXPECT_EQ(result.code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("fine, 1 adapter (0 checked"));
}

TEST_F(ConfigProgram, CheckTakesFoldersFromTheConfiguration) {
  const Result result =
      config("check " + file("plugins: {dirs: [" PORTSIDE_FIXTURE_PLUGINS "]}\ntrust: {anchors: "
                             "[" PORTSIDE_BUILD_DIR "]}\nadapters: {schema-scanner: {url: x}}\n"));
  EXPECT_EQ(result.code, 5);
  EXPECT_THAT(result.output, HasSubstr("expected one that matches ^https?://"));
}

TEST_F(ConfigProgram, FilesThatCannotBeReadAreErrors) {
  const Result check = config("check /nowhere/p.yaml");
  EXPECT_EQ(check.code, 1);
  EXPECT_THAT(check.output, HasSubstr("portside: /nowhere/p.yaml: the configuration cannot be"));
  EXPECT_EQ(config("show /nowhere/p.yaml").code, 1);
  EXPECT_EQ(config("check").code, 2);
}

TEST_F(ConfigProgram, WhatIsNoYamlIsAMistake) {
  const std::string path = file("a: [\n");
  const Result check = config("check " + path);
  EXPECT_EQ(check.code, 5);
  EXPECT_THAT(check.output, HasSubstr("this is not YAML"));
  const Result show = config("show " + path);
  EXPECT_EQ(show.code, 1);
  EXPECT_THAT(show.output, HasSubstr("this is not YAML"));
}

TEST_F(ConfigProgram, AFileThatNamesNoFolderGetsTheProgramsOwnAndIsToldSo) {
  const Result result = config("check " + file("scanner: no-such-scanner\n"));
  EXPECT_EQ(result.code, 5);
  EXPECT_THAT(result.output,
              HasSubstr(":1: scanner: there is no plugin no-such-scanner (searched /"));
  EXPECT_THAT(result.output, HasSubstr(": note: plugins were looked for in /"));
  EXPECT_THAT(config("check " + file("log: {level: info}\n")).output, Not(HasSubstr("note:")));
}

TEST_F(ConfigProgram, WhereFoldersAreMistakenNoPluginIsLookedAt) {
  for (const char* text :
       {"plugins: {dirs: [x]}\nscanner: nobody\n", "plugins: {dir: [/x]}\nscanner: nobody\n",
        "plugins: {files: {nobody: x.so}}\nscanner: nobody\n", "plugins: 5\nscanner: nobody\n"}) {
    const Result result = config("check " + file(text));
    EXPECT_THAT(lines_of(result.output),
                ElementsAre(HasSubstr(":1: plugins"),
                            HasSubstr(": note: no plugin was looked at: correct first"),
                            HasSubstr(": 1 mistake")))
        << text;
  }
}

TEST_F(ConfigProgram, AnotherMistakeInTheRoomOfPluginsHidesNothing) {
  const Result result =
      config("check " + file("plugins: {dirs: [" PORTSIDE_FIXTURE_PLUGINS
                             "], probe: never, prob: x}\ntrust: {anchors: [" PORTSIDE_BUILD_DIR
                             "]}\nadapters: {schema-scanner: {url: x}}\nscanner: nobody\n"));
  EXPECT_THAT(
      lines_of(result.output),
      ElementsAre(HasSubstr("plugins.probe: found"), HasSubstr("plugins.prob: found"),
                  HasSubstr("adapters.schema-scanner.url: found"),
                  HasSubstr("scanner: there is no plugin nobody"), HasSubstr(": 4 mistakes")));
}

TEST_F(ConfigProgram, TheSelectedScannerNeedsADocumentWhereItsSchemaDoes) {
  const Result result =
      config("check " +
             file("scanner: schema-scanner\nadapters: {schema-scanner@eu: {url: 'http://x'}}\n") +
             kWithFixtures);
  EXPECT_EQ(result.code, 5);
  EXPECT_THAT(result.output,
              HasSubstr(":1: scanner: schema-scanner is used, but adapters has no document "
                        "schema-scanner; expected one\n"));
}

TEST_F(ConfigProgram, FilesOfCertificatesHaveToBeThere) {
  const Result result = config("check " + file("http: {ca_file: /nowhere/ca.pem}\n"));
  EXPECT_EQ(result.code, 5);
  EXPECT_THAT(result.output, HasSubstr(":1: http.ca_file: /nowhere/ca.pem: "));
}

TEST_F(ConfigProgram, SecretsThatOthersMayReadAreWarnedOf) {
  const std::string path =
      file("adapters: {schema-scanner: {url: 'http://x', key: canary-text}}\n");
  std::filesystem::permissions(path, std::filesystem::perms{0644});
  const Result open = config("check " + path + kWithFixtures);
  EXPECT_EQ(open.code, 0) << open.output;
  EXPECT_THAT(open.output, StartsWith("warning: " + path +
                                      ":1: adapters.schema-scanner.key: found a secret in a file"));
  EXPECT_THAT(open.output, Not(HasSubstr("canary")));
  std::filesystem::permissions(path, std::filesystem::perms{0640});
  EXPECT_THAT(config("check " + path + kWithFixtures).output, StartsWith(path + ": fine"));
}

TEST_F(ConfigProgram, CheckSaysWhenThereAreMoreMistakesThanItLists) {
  std::string text = "plugins:\n  dirs:\n";
  for (int i = 0; i < 150; ++i) text += "    - relative\n";
  const std::string path = file(text);
  EXPECT_THAT(config("check " + path).output,
              HasSubstr(": more than 100 mistakes; correct these first\n"));
  const auto json = nlohmann::json::parse(config("check --json " + path).output);
  EXPECT_EQ(json["mistakes"].size(), 100U);
  EXPECT_EQ(json["more"], true);
}

TEST_F(ConfigProgram, ShowListsDefaults) {
  const Result result = config("show");
  EXPECT_EQ(result.code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("\n  level: warning                  # default; the least"));
  EXPECT_THAT(result.output, HasSubstr("\nscanner:                          # id of the adapter"));
}

TEST_F(ConfigProgram, ShowTellsWhereEachValueComesFrom) {
  const Result result = config("show " + file(kGood) + kWithFixtures);
  EXPECT_EQ(result.code, 0) << result.output;
  EXPECT_THAT(result.output,
              HasSubstr("\nscanner: schema-scanner           # p.yaml:2; id of the adapter"));
  EXPECT_THAT(
      result.output,
      HasSubstr("    url: https://c.example        # p.yaml:4; where the scanner listens\n"));
  EXPECT_THAT(result.output, HasSubstr("    key: ${ENV:SCANNER_KEY}       # p.yaml:4; shared key"));
  EXPECT_THAT(result.output, HasSubstr("    timeout: 30                   # default; seconds for"));
}

TEST_F(ConfigProgram, ShowPrintsJsonForPrograms) {
  const std::string path = file(kGood);
  const auto json = nlohmann::json::parse(config("show --json " + path + kWithFixtures).output);
  bool seen = false;
  for (const auto& key : json["keys"]) {
    if (key["path"] != nlohmann::json{"adapters", "schema-scanner@eu", "timeout"}) continue;
    seen = true;
    EXPECT_EQ(key["value"], "5");
    EXPECT_EQ(key["default"], "30");
    EXPECT_EQ(key["source"], path + ":5");
  }
  EXPECT_TRUE(seen);
}

TEST_F(ConfigProgram, CheckTakesAProcessorFileAlong) {
  const std::string entry =
      "Processors:\n- ProcessorUrl: http://r\n  ArtifactMediaType: application/y\n";
  const std::string check = "check " + file("{}") + " --no-plugins --processors ";
  const Result fine = config(check + file(entry + "  Speed: 5\n", "processor.yaml"));
  EXPECT_EQ(fine.code, 0) << fine.output;
  EXPECT_THAT(fine.output,
              HasSubstr("processor.yaml:4: Processors[0].Speed: found an unknown key"));
  EXPECT_THAT(fine.output, HasSubstr("1 processor"));
  const Result wrong =
      config(check + file(entry + "  Retries: -1\n", "processor.yaml") + " --json");
  EXPECT_EQ(wrong.code, 5) << wrong.output;
  const auto report = nlohmann::json::parse(wrong.output);
  EXPECT_EQ(report.at("mistakes").at(0).at("place"), "Processors[0].Retries");
  EXPECT_EQ(report.at("processors"), 0);
  EXPECT_EQ(config(check + "/nowhere.yaml").code, 1);
}

TEST_F(ConfigProgram, CheckHoldsAProcessorFileAgainstTheConfiguration) {
  const std::string path = file("processors: {good-processor: [application/x]}\n");
  const Result result =
      config("check " + path + " --no-plugins --processors " +
             file("Processors:\n- {ProcessorUrl: 'http://r', ArtifactMediaType: application/x}\n",
                  "processor.yaml"));
  EXPECT_EQ(result.code, 5) << result.output;
  EXPECT_THAT(result.output, HasSubstr("which good-processor has already"));
}

}  // namespace
}  // namespace portside::cli
