// SPDX-License-Identifier: Apache-2.0
#include <filesystem>

#include "cli/arguments.hpp"
#include "parsed_words.hpp"

namespace portside::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

CheckPluginCommand check(std::vector<const char*> words) {
  words.insert(words.begin(), {"plugins", "check"});
  return command<CheckPluginCommand>(std::move(words));
}

TEST(CheckArguments, HaveDefaults) {
  const auto command = check({"/p.so"});
  EXPECT_EQ(command.file, "/p.so");
  EXPECT_EQ(command.config, "");
  EXPECT_EQ(command.only, "");
  EXPECT_EQ(command.time_limit, 45);
  EXPECT_FALSE(command.json);
}

TEST(CheckArguments, AreRead) {
  const auto command = check(
      {"/p.so", "--only", "^create-", "--time-limit", "3", "--trust-anchor", "/b/", "--json"});
  EXPECT_EQ(command.only, "^create-");
  EXPECT_EQ(command.time_limit, 3);
  EXPECT_THAT(command.trust_anchors, ElementsAre("/b"));
  EXPECT_TRUE(command.json);
}

TEST(CheckArguments, TakeADocumentOrAFile) {
  const std::string here = std::filesystem::current_path().string();
  EXPECT_EQ(check({"/p.so", "--config", " {\"a\": 1}"}).config, " {\"a\": 1}");
  EXPECT_EQ(check({"p.so", "--config", "a.json"}).config, here + "/a.json");
  EXPECT_EQ(check({"p.so"}).file, here + "/p.so");
}

TEST(CheckArguments, MistakesAreNamed) {
  EXPECT_THAT(refusal({"plugins", "check"}), HasSubstr("FILE"));
  EXPECT_THAT(refusal({"plugins", "check", "/p.so", "--only", "("}),
              HasSubstr("no regular expression"));
  EXPECT_THAT(refusal({"plugins", "check", "/p.so", "--only", "nothing-like-it"}),
              HasSubstr("no check"));
  EXPECT_THAT(refusal({"plugins", "check", "/p.so", "--time-limit", "0"}),
              HasSubstr("--time-limit"));
  EXPECT_THAT(refusal({"plugins", "run-check", "/p.so"}), HasSubstr("ID"));
}

TEST(CheckArguments, TheChildsCommandIsNotInTheHelp) {
  const std::string help = std::get<EarlyExit>(parse({"plugins", "--help"})).text;
  EXPECT_THAT(help, HasSubstr("check"));
  EXPECT_THAT(help, Not(HasSubstr("run-check")));
  const auto command = std::get<RunCheckCommand>(std::get<Command>(parse(
      {"plugins", "run-check", "/p.so", "fd-leak", "--config", "{}", "--trust-anchor", "/b"})));
  EXPECT_EQ(command.id, "fd-leak");
  EXPECT_EQ(command.config, "{}");
  EXPECT_THAT(command.trust_anchors, ElementsAre("/b"));
}

}  // namespace
}  // namespace portside::cli
