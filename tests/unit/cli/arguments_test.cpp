// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.hpp"

#include <filesystem>

#include "parsed_words.hpp"

namespace portside::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

EarlyExit early_exit(std::vector<const char*> words) {
  return std::get<EarlyExit>(parse(std::move(words)));
}

TEST(Arguments, ListTakesFoldersAndAnchors) {
  const auto list =
      command<ListPluginsCommand>({"plugins", "list", "--plugin-dir", "/usr/", "--plugin-dir",
                                   "/usr/../tmp", "--trust-anchor", "/d", "--json", "--no-probe"});
  EXPECT_THAT(list.plugin_dirs, ElementsAre("/usr", "/tmp"));
  EXPECT_THAT(list.trust_anchors, ElementsAre("/d"));
  EXPECT_TRUE(list.json);
  EXPECT_FALSE(list.probe);
}

TEST(Arguments, ListProbesUnlessToldNotTo) {
  const auto list = command<ListPluginsCommand>({"plugins", "list"});
  EXPECT_TRUE(list.probe);
  EXPECT_FALSE(list.json);
  EXPECT_TRUE(list.plugin_dirs.empty());
  EXPECT_EQ(list.config, "");
}

TEST(Arguments, RelativePathsBecomeAbsolute) {
  const std::string here = std::filesystem::current_path().string();
  EXPECT_EQ(command<InspectPluginCommand>({"plugins", "inspect", "x.so"}).file, here + "/x.so");
  EXPECT_EQ(command<ListPluginsCommand>({"plugins", "list", "-c", "p.yaml"}).config,
            here + "/p.yaml");
}

TEST(Arguments, VersionTakesJson) {
  EXPECT_TRUE(command<VersionCommand>({"version", "--json"}).json);
}

TEST(Arguments, HelpIsPrintedForWhatWasAsked) {
  const EarlyExit all = early_exit({"--help"});
  EXPECT_EQ(all.code, ExitCode::kFine);
  EXPECT_THAT(all.text, HasSubstr("plugins"));
  EXPECT_THAT(all.text, HasSubstr("Exit codes: 0 fine, 1 error, 2 usage, 3 gate failed"));
  EXPECT_THAT(early_exit({"plugins", "list", "--help"}).text, HasSubstr("--plugin-dir"));
}

TEST(Arguments, HelpShowsTheWholeCommand) {
  EXPECT_THAT(early_exit({"scan", "--help"}).text, HasSubstr("Usage: portside scan [OPTIONS]"));
  EXPECT_THAT(early_exit({"plugins", "list", "--help"}).text,
              HasSubstr("Usage: portside plugins list [OPTIONS]"));
}

TEST(Arguments, APlatformThatIsNoneIsAMistakeOfTheCommandLine) {
  for (const char* command : {"scan", "rescan", "check"}) {
    const EarlyExit exit = early_exit({command, "a", "--platform", "amd64"});
    EXPECT_EQ(exit.code, ExitCode::kUsage);
    EXPECT_THAT(exit.text, HasSubstr("\"amd64\" is no platform; expected OS/ARCHITECTURE"));
  }
  EXPECT_EQ(early_exit({"registry", "manifest", "a", "--platform", "all"}).code, ExitCode::kUsage);
}

TEST(Arguments, WrongOnesAreNamed) {
  const std::vector<std::vector<const char*>> wrong = {
      {}, {"plugins"}, {"plugins", "inspect"}, {"plugins", "list", "--colour"}, {"frobnicate"}};
  for (const auto& words : wrong) {
    const EarlyExit exit = early_exit(words);
    EXPECT_EQ(exit.code, ExitCode::kUsage);
    EXPECT_THAT(exit.text, HasSubstr("portside: "));
    EXPECT_THAT(exit.text, HasSubstr("see portside --help\n"));
  }
  EXPECT_THAT(early_exit({"plugins", "list", "--colour"}).text, HasSubstr("--colour"));
  EXPECT_THAT(early_exit({"plugins", "lst"}).text, HasSubstr("there is no command 'lst'"));
  EXPECT_THAT(early_exit({"frobnicate"}).text, HasSubstr("there is no command 'frobnicate'"));
  EXPECT_THAT(early_exit({"plugins", "inspect", "--bad"}).text, HasSubstr("FILE"));
}

}  // namespace
}  // namespace portside::cli
