// SPDX-License-Identifier: Apache-2.0
#include "cli/config_arguments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <variant>
#include <vector>

#include "parsed_words.hpp"

namespace portside::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(ConfigArguments, CheckTakesAFileAndOptions) {
  const auto check =
      command<CheckConfigCommand>({"config", "check", "p.yaml", "--plugin-dir", "/usr/",
                                   "--trust-anchor", "/d", "--no-plugins", "--json"});
  EXPECT_EQ(check.file, (std::filesystem::current_path() / "p.yaml").string());
  EXPECT_THAT(check.plugin_dirs, ElementsAre("/usr"));
  EXPECT_THAT(check.trust_anchors, ElementsAre("/d"));
  EXPECT_FALSE(check.plugins);
  EXPECT_TRUE(check.json);
}

TEST(ConfigArguments, PluginsAreLoadedUnlessTheyAreNotToBe) {
  EXPECT_TRUE(command<CheckConfigCommand>({"config", "check", "/p.yaml"}).plugins);
  EXPECT_FALSE(command<CheckConfigCommand>({"config", "check", "/p.yaml"}).json);
}

TEST(ConfigArguments, ShowNeedsNoFile) {
  EXPECT_EQ(command<ShowConfigCommand>({"config", "show"}).file, "");
  EXPECT_EQ(command<ShowConfigCommand>({"config", "show", "/p.yaml", "--json"}).file, "/p.yaml");
}

TEST(ConfigArguments, WrongOnesAreNamed) {
  const std::vector<std::vector<const char*>> wrong = {{"config"},
                                                       {"config", "check"},
                                                       {"config", "chek", "/p.yaml"},
                                                       {"config", "show", "--colour"},
                                                       {"config", "check", "/a", "/b"}};
  for (const auto& words : wrong) {
    refusal(words);
  }
  EXPECT_THAT(std::get<EarlyExit>(parse({"config", "check"})).text, HasSubstr("FILE"));
}

}  // namespace
}  // namespace portside::cli
