// SPDX-License-Identifier: Apache-2.0
#include "cli/config_arguments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <variant>
#include <vector>

namespace portside::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::variant<Command, EarlyExit> parse(std::vector<const char*> words) {
  words.insert(words.begin(), {"portside", "config"});
  return parse_arguments(static_cast<int>(words.size()), words.data());
}

template <typename Chosen>
Chosen command(std::vector<const char*> words) {
  return std::get<Chosen>(std::get<Command>(parse(std::move(words))));
}

TEST(ConfigArguments, CheckTakesAFileAndOptions) {
  const auto check =
      command<CheckConfigCommand>({"check", "p.yaml", "--plugin-dir", "/usr/", "--trust-anchor",
                                   "/d", "--no-plugins", "--json"});
  EXPECT_EQ(check.file, (std::filesystem::current_path() / "p.yaml").string());
  EXPECT_THAT(check.plugin_dirs, ElementsAre("/usr"));
  EXPECT_THAT(check.trust_anchors, ElementsAre("/d"));
  EXPECT_FALSE(check.plugins);
  EXPECT_TRUE(check.json);
}

TEST(ConfigArguments, PluginsAreLoadedUnlessTheyAreNotToBe) {
  EXPECT_TRUE(command<CheckConfigCommand>({"check", "/p.yaml"}).plugins);
  EXPECT_FALSE(command<CheckConfigCommand>({"check", "/p.yaml"}).json);
}

TEST(ConfigArguments, ShowNeedsNoFile) {
  EXPECT_EQ(command<ShowConfigCommand>({"show"}).file, "");
  EXPECT_EQ(command<ShowConfigCommand>({"show", "/p.yaml", "--json"}).file, "/p.yaml");
}

TEST(ConfigArguments, WrongOnesAreNamed) {
  const std::vector<std::vector<const char*>> wrong = {
      {}, {"check"}, {"chek", "/p.yaml"}, {"show", "--colour"}, {"check", "/a", "/b"}};
  for (const auto& words : wrong) {
    EXPECT_EQ(std::get<EarlyExit>(parse(words)).code, ExitCode::kUsage);
  }
  EXPECT_THAT(std::get<EarlyExit>(parse({"check"})).text, HasSubstr("FILE"));
}

}  // namespace
}  // namespace portside::cli
