// SPDX-License-Identifier: Apache-2.0
#include "cli/advisories_arguments.hpp"

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
  words.insert(words.begin(), {"portside", "advisories"});
  return parse_arguments(static_cast<int>(words.size()), words.data());
}

template <typename Chosen>
Chosen command(std::vector<const char*> words) {
  return std::get<Chosen>(std::get<Command>(parse(std::move(words))));
}

std::string here(const char* name) {
  return (std::filesystem::current_path() / name).string();
}

TEST(AdvisoriesArguments, BuildTakesSourcesInTheirOrder) {
  const auto build = command<BuildAdvisoriesCommand>({"build", "b.zip", "/a/"});
  EXPECT_THAT(build.sources, ElementsAre(here("b.zip"), "/a"));
  EXPECT_EQ(build.output, "");
  EXPECT_EQ(command<BuildAdvisoriesCommand>({"build", "a", "-o", "i"}).output, here("i"));
}

TEST(AdvisoriesArguments, InfoTakesAFileOrNone) {
  EXPECT_EQ(command<AdvisoriesInfoCommand>({"info"}).file, "");
  EXPECT_FALSE(command<AdvisoriesInfoCommand>({"info"}).json);
  const auto info = command<AdvisoriesInfoCommand>({"info", "i", "--json"});
  EXPECT_EQ(info.file, here("i"));
  EXPECT_TRUE(info.json);
}

TEST(AdvisoriesArguments, FromChangelogsNeedsARelease) {
  const auto make = command<FromChangelogsCommand>(
      {"from-changelogs", "a.deb", "/debs", "--release", "Debian:12", "-o", "f.json"});
  EXPECT_THAT(make.packages, ElementsAre(here("a.deb"), "/debs"));
  EXPECT_EQ(make.release, "Debian:12");
  EXPECT_EQ(make.output, here("f.json"));
  EXPECT_EQ(
      command<FromChangelogsCommand>({"from-changelogs", "a", "--release", "Ubuntu:22.04"}).output,
      "");
}

TEST(AdvisoriesArguments, WrongOnesAreNamed) {
  const std::vector<std::vector<const char*>> wrong = {
      {},
      {"build"},
      {"from-changelogs", "a.deb"},
      {"from-changelogs", "--release", "Debian:12"},
      {"info", "a", "b"},
      {"from-changelogs", "a", "--release", "Alpine:v3.19"},
      {"make"}};
  for (const auto& words : wrong) {
    EXPECT_EQ(std::get<EarlyExit>(parse(words)).code, ExitCode::kUsage);
  }
  EXPECT_THAT(std::get<EarlyExit>(parse({"from-changelogs", "a", "--release", "bookworm"})).text,
              HasSubstr("\"bookworm\" is no release with Debian packages; expected Debian:12"));
}

TEST(AdvisoriesArguments, HelpSaysWhereTheIndexIs) {
  EXPECT_THAT(std::get<EarlyExit>(parse({"build", "--help"})).text,
              HasSubstr("$XDG_DATA_HOME/portside/advisories.index"));
}

}  // namespace
}  // namespace portside::cli
