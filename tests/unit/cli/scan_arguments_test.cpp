// SPDX-License-Identifier: Apache-2.0
#include "cli/scan_arguments.hpp"

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

TEST(ScanArguments, AnImageIsEnough) {
  const auto scan = command<ScanCommand>({"scan", "app:1"});
  EXPECT_THAT(scan.images, ElementsAre("app:1"));
  EXPECT_EQ(scan.mode, ScanMode::kScan);
  EXPECT_EQ(scan.adapter, "");
  EXPECT_EQ(scan.platform, "");
  EXPECT_FALSE(scan.all_platforms);
  EXPECT_TRUE(scan.progress);
  ASSERT_EQ(scan.report.targets.size(), 1U);
  EXPECT_EQ(scan.report.targets[0].format->name, "table");
}

TEST(ScanArguments, ImagesAndOutputsCanBeMany) {
  const auto scan =
      command<ScanCommand>({"scan", "a", "-o", "table", "b", "-o", "json=r", "oci:c"});
  EXPECT_THAT(scan.images, ElementsAre("a", "b", "oci:c"));
  ASSERT_EQ(scan.report.targets.size(), 2U);
  EXPECT_EQ(scan.report.targets[1].file, here("r"));
}

TEST(ScanArguments, PathsBecomeAbsolute) {
  const auto scan = command<ScanCommand>({"scan", "a", "-c", "p.yaml", "--advisories", "i",
                                          "--reports", "r", "--plugin-dir", "p/", "--ca-file", "ca",
                                          "--password-file", "pw", "-u", "me", "--plain-http"});
  EXPECT_EQ(scan.config, here("p.yaml"));
  EXPECT_EQ(scan.advisories, here("i"));
  EXPECT_EQ(scan.reports, here("r"));
  EXPECT_THAT(scan.plugin_dirs, ElementsAre(here("p")));
  EXPECT_EQ(scan.ca_file, here("ca"));
  EXPECT_EQ(scan.password_file, here("pw"));
  EXPECT_TRUE(scan.plain_http);
}

TEST(ScanArguments, APlatformIsOneOrAll) {
  EXPECT_EQ(command<ScanCommand>({"scan", "a", "--platform", "linux/arm64"}).platform,
            "linux/arm64");
  const auto all = command<ScanCommand>({"scan", "a", "--platform", "all"});
  EXPECT_TRUE(all.all_platforms);
  EXPECT_EQ(all.platform, "");
}

TEST(ScanArguments, OtherCommandsAboutImages) {
  EXPECT_EQ(command<ScanCommand>({"rescan", "a", "--no-progress"}).mode, ScanMode::kRescan);
  EXPECT_FALSE(command<ScanCommand>({"rescan", "a", "--no-progress"}).progress);
  EXPECT_THAT(command<CheckImageCommand>({"check", "a", "b"}).images, ElementsAre("a", "b"));
  EXPECT_THAT(command<ForgetCommand>({"forget", "a"}).images, ElementsAre("a"));
  const auto notify = command<NotifyCommand>({"notify", "-H", "A: b", "--path", "/x?y", "body"});
  EXPECT_EQ(notify.file, here("body"));
  EXPECT_THAT(notify.headers, ElementsAre("A: b"));
  EXPECT_EQ(notify.path, "/x?y");
  EXPECT_EQ(notify.method, "POST");
  EXPECT_EQ(command<NotifyCommand>({"notify"}).file, "");
}

TEST(ScanArguments, WrongOnesAreUsage) {
  const std::vector<std::vector<const char*>> wrong = {{"scan"},
                                                       {"rescan"},
                                                       {"check"},
                                                       {"forget"},
                                                       {"scan", "a", "--jobs", "0"},
                                                       {"scan", "a", "--timeout", "0"},
                                                       {"scan", "a", "--fail-on", "awful"},
                                                       {"scan", "a", "-o", "xml"},
                                                       {"notify", "a", "b"}};
  for (const auto& words : wrong) {
    EXPECT_EQ(std::get<EarlyExit>(parse(words)).code, ExitCode::kUsage) << words.front();
  }
  EXPECT_THAT(std::get<EarlyExit>(parse({"scan", "--help"})).text, HasSubstr("oci:FOLDER"));
}

}  // namespace
}  // namespace portside::cli
