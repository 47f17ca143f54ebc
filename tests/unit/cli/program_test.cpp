// SPDX-License-Identifier: Apache-2.0
// Runs the program as a person or a script does.
#include <filesystem>
#include <nlohmann/json.hpp>

#include "run_program.hpp"
#include "temp_folder.hpp"

namespace portside::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using Result = testing::ProgramResult;

Result portside(const std::string& arguments) {
  return testing::run_program(PORTSIDE_PROGRAM " " + arguments);
}

const std::string kFixtures =
    "--plugin-dir " PORTSIDE_FIXTURE_PLUGINS " --trust-anchor " PORTSIDE_BUILD_DIR;

nlohmann::json listed(const nlohmann::json& plugins, const std::string& name) {
  for (const auto& plugin : plugins) {
    if (plugin["name"] == name) return plugin;
  }
  ADD_FAILURE() << "not listed: " << name;
  return {};
}

TEST(Program, ListsGoodAndBadPlugins) {
  const Result result = portside("plugins list --json " + kFixtures);
  ASSERT_EQ(result.code, 0) << result.output;
  const auto plugins = nlohmann::json::parse(result.output);
  const auto good = listed(plugins, "good-scanner");
  EXPECT_EQ(good["state"], "available");
  EXPECT_EQ(good["kinds"], nlohmann::json{"scanner"});
  EXPECT_EQ(good["reason"], "");
  for (const char* name : {"static-ctor-throws", "static-ctor-exits-0", "ctor-segfault"}) {
    const auto bad = listed(plugins, name);
    EXPECT_EQ(bad["state"], "refused") << name;
    EXPECT_EQ(bad["reason_code"], "probe_crashed") << name;
  }
  EXPECT_EQ(listed(plugins, "static-ctor-loops")["reason_code"], "probe_timed_out");
}

TEST(Program, WithoutTheProbeNothingIsRun) {
  const Result result = portside("plugins list --no-probe --json " + kFixtures);
  ASSERT_EQ(result.code, 0) << result.output;
  EXPECT_EQ(listed(nlohmann::json::parse(result.output), "ctor-segfault")["state"], "available");
}

TEST(Program, BlamesNoImageForAConfigurationThatAnAdapterRefuses) {
  const testing::TempFolder folder;
  const std::string scan = "env HOME=" + folder.str() + " " PORTSIDE_PROGRAM " scan " + kFixtures +
                           " --reports " + folder.str() + "/r.sqlite" +
                           " --adapter schema-scanner oci:/nowhere:1";
  const std::string config =
      folder.write("p.yaml", "adapters: {schema-scanner: {url: 'http://x', mode: fast}}\n");
  const Result refused = testing::run_program(scan + " -c " + config);
  EXPECT_EQ(refused.code, 1);
  EXPECT_EQ(refused.output.rfind("portside: mode: found fast", 0), 0U) << refused.output;
  folder.write("p.yaml", "adapters: {schema-scanner: {url: x}}\n");
  EXPECT_EQ(testing::run_program(scan + " -c " + config)
                .output.rfind("portside: adapters.schema-scanner.url: found a text", 0),
            0U);
  EXPECT_EQ(testing::run_program(scan).output,
            "portside: schema-scanner is used, but adapters has no document schema-scanner; "
            "expected one\n");
}

TEST(Program, TakesAConfiguration) {
  const testing::TempFolder folder;
  const std::string config =
      folder.write("p.yaml", "plugins:\n  dirs: [" PORTSIDE_FIXTURE_PLUGINS
                             "]\ntrust: {anchors: [" PORTSIDE_BUILD_DIR "]}\n");
  const Result result = portside("plugins list --no-probe -c " + config);
  EXPECT_EQ(result.code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("good-scanner"));
}

// The program's own folder is that of the build.
TEST(Program, AConfigurationThatNamesNoFolderGetsTheProgramsOwn) {
  const testing::TempFolder folder;
  const std::string config = folder.write("p.yaml", "log: {level: error}\n");
  EXPECT_EQ(portside("plugins list --no-probe -c " + config).output,
            portside("plugins list --no-probe").output);
  const Result none = portside("plugins list --plugin-dir " + folder.str());
  EXPECT_EQ(none.output, "no plugins found\nsearched: " + folder.str() + "\n");
}

TEST(Program, TellsWhatIsWrongWithAConfiguration) {
  const testing::TempFolder folder;
  const std::string config = folder.write("p.yaml", "plugins:\n  dirs: [relative]\nscaner: x\n");
  const Result result = portside("plugins list -c " + config);
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.output, HasSubstr("portside: " + config + ":2"));
  EXPECT_THAT(result.output, HasSubstr("scanner"));
}

TEST(Program, SaysEachMistakeOnce) {
  const testing::TempFolder folder;
  const std::string config = folder.write("p.yaml", "plugins:\n  dirs: [relative]\n  prob: x\n");
  const Result result = portside("plugins list -c " + config);
  for (const char* place : {"plugins.dirs[0]", "plugins.prob"}) {
    const std::size_t first = result.output.find(place);
    ASSERT_NE(first, std::string::npos) << result.output;
    EXPECT_EQ(result.output.find(place, first + 1), std::string::npos) << result.output;
  }
}

TEST(Program, InspectEndsWithWhatItFound) {
  const std::string good = PORTSIDE_FIXTURE_PLUGINS "/good-scanner.so";
  const std::string anchor = " --trust-anchor " PORTSIDE_BUILD_DIR;
  const Result fit = portside("plugins inspect " + good + anchor);
  EXPECT_EQ(fit.code, 0) << fit.output;
  EXPECT_THAT(fit.output, HasSubstr("name       good-scanner\n"));
  const Result unfit = portside("plugins inspect --json /etc/hostname");
  EXPECT_EQ(unfit.code, 5) << unfit.output;
  EXPECT_EQ(nlohmann::json::parse(unfit.output)["reason_code"], "not_elf");
  const Result nowhere = portside("plugins inspect /nowhere.so");
  EXPECT_EQ(nowhere.code, 5);
  EXPECT_THAT(nowhere.output, HasSubstr("there is no such file"));
  EXPECT_THAT(nowhere.output, Not(HasSubstr("vendor")));
}

TEST(Program, ShowsItsVersion) {
  const Result text = portside("version");
  EXPECT_EQ(text.code, 0);
  EXPECT_THAT(text.output, HasSubstr("portside 0.1.0\nplugin ABI "));
  const auto json = nlohmann::json::parse(portside("version --json").output);
  EXPECT_EQ(json["version"], "0.1.0");
  EXPECT_EQ(json["layout"].get<std::string>().size(), 16U);
}

TEST(Program, UsageErrorsEndWithTwo) {
  EXPECT_EQ(portside("").code, 2);
  EXPECT_EQ(portside("plugins lst").code, 2);
  EXPECT_EQ(portside("--help").code, 0);
}

TEST(Program, APipeGetsNoColours) {
  EXPECT_THAT(portside("plugins list --no-probe " + kFixtures).output, Not(HasSubstr("\033[")));
}

TEST(Program, AFullDiskIsAnError) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "no /dev/full";
  EXPECT_EQ(portside("version >/dev/full").code, 1);
}

TEST(Program, AMissingFolderIsNamed) {
  const Result argument = portside("plugins list --plugin-dir /nowhere/at/all");
  EXPECT_THAT(argument.output, HasSubstr("/nowhere/at/all"));
  EXPECT_EQ(argument.code, 2);
  const testing::TempFolder folder;
  const std::string config = folder.write("p.yaml", "plugins: {dirs: [/nowhere/at/all]}\n");
  const Result configured = portside("plugins list -c " + config);
  EXPECT_THAT(configured.output, HasSubstr("/nowhere/at/all"));
  EXPECT_EQ(configured.code, 0);
}

}  // namespace
}  // namespace portside::cli
