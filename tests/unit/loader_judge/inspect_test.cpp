// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>

#include "judge_fixtures.hpp"
#include "portside/host/plugin_registry.hpp"
#include "temp_folder.hpp"

namespace portside::testing {
namespace {

TEST(InspectPlugin, DescribesAFitPlugin) {
  const PluginInfo info = inspect_plugin(fixture("judged"), trust_everybody());
  EXPECT_THAT(info, InfoAvailable());
  EXPECT_EQ(info.name, "judged");
  EXPECT_EQ(info.path, fixture("judged"));
}

TEST(InspectPlugin, TakesARelativePath) {
  const std::string relative = std::filesystem::relative(fixture("judged")).string();
  EXPECT_THAT(inspect_plugin(relative, trust_everybody()), InfoAvailable());
}

TEST(InspectPlugin, SaysWhyNot) {
  EXPECT_THAT(inspect_plugin(fixture("plain"), trust_everybody()),
              InfoRefusedFor(PluginReason::kNotAPlugin, "no Portside note"));
  EXPECT_EQ(inspect_plugin("", trust_everybody()).reason_code, PluginReason::kNotFound);
}

TEST(InspectPlugin, LooksAtTrust) {
  const TempFolder folder;
  const std::string path = good_plugin().write(folder / "x.so");
  EXPECT_THAT(inspect_plugin(path, {}), InfoAvailable());
  std::filesystem::permissions(path, std::filesystem::perms(0666));
  EXPECT_THAT(inspect_plugin(path, {}),
              InfoRefusedFor(PluginReason::kUntrusted, "the file is writable for everybody"));
}

}  // namespace
}  // namespace portside::testing
