// SPDX-License-Identifier: Apache-2.0
#include "cli/advisories_arguments.hpp"

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

TEST(AdvisoriesArguments, BuildTakesSourcesInTheirOrder) {
  const auto build = command<BuildAdvisoriesCommand>({"advisories", "build", "b.zip", "/a/"});
  EXPECT_THAT(build.sources, ElementsAre(here("b.zip"), "/a"));
  EXPECT_EQ(build.output, "");
  EXPECT_EQ(command<BuildAdvisoriesCommand>({"advisories", "build", "a", "-o", "i"}).output,
            here("i"));
}

TEST(AdvisoriesArguments, InfoTakesAFileOrNone) {
  EXPECT_EQ(command<AdvisoriesInfoCommand>({"advisories", "info"}).file, "");
  EXPECT_FALSE(command<AdvisoriesInfoCommand>({"advisories", "info"}).json);
  const auto info = command<AdvisoriesInfoCommand>({"advisories", "info", "i", "--json"});
  EXPECT_EQ(info.file, here("i"));
  EXPECT_TRUE(info.json);
}

TEST(AdvisoriesArguments, FromChangelogsNeedsARelease) {
  const auto make =
      command<FromChangelogsCommand>({"advisories", "from-changelogs", "a.deb", "/debs",
                                      "--release", "Debian:12", "-o", "f.json"});
  EXPECT_THAT(make.packages, ElementsAre(here("a.deb"), "/debs"));
  EXPECT_EQ(make.release, "Debian:12");
  EXPECT_EQ(make.output, here("f.json"));
  EXPECT_EQ(command<FromChangelogsCommand>(
                {"advisories", "from-changelogs", "a", "--release", "Ubuntu:22.04"})
                .output,
            "");
}

TEST(AdvisoriesArguments, WrongOnesAreNamed) {
  const std::vector<std::vector<const char*>> wrong = {
      {"advisories"},
      {"advisories", "build"},
      {"advisories", "from-changelogs", "a.deb"},
      {"advisories", "from-changelogs", "--release", "Debian:12"},
      {"advisories", "info", "a", "b"},
      {"advisories", "from-changelogs", "a", "--release", "Alpine:v3.19"},
      {"advisories", "make"}};
  for (const auto& words : wrong) {
    refusal(words);
  }
  EXPECT_THAT(
      std::get<EarlyExit>(parse({"advisories", "from-changelogs", "a", "--release", "bookworm"}))
          .text,
      HasSubstr("\"bookworm\" is no release with Debian packages; expected Debian:12"));
}

TEST(AdvisoriesArguments, HelpSaysWhereTheIndexIs) {
  EXPECT_THAT(std::get<EarlyExit>(parse({"advisories", "build", "--help"})).text,
              HasSubstr("$XDG_DATA_HOME/portside/advisories.index"));
}

}  // namespace
}  // namespace portside::cli
