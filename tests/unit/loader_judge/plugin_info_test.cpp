// SPDX-License-Identifier: Apache-2.0
#include "portside/host/plugin_info.hpp"

#include <gmock/gmock.h>

#include <set>

namespace portside::testing {
namespace {

TEST(PluginStateName, NamesEveryState) {
  const std::vector<std::string_view> expected = {"available", "loaded", "refused", "shadowed",
                                                  "failed"};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(plugin_state_name(static_cast<PluginState>(i)), expected[i]);
  }
  EXPECT_EQ(plugin_state_name(static_cast<PluginState>(99)), "unknown");
}

TEST(PluginReasonName, NamesEveryReasonOnce) {
  EXPECT_EQ(plugin_reason_name(PluginReason::kNone), "");
  const int last = static_cast<int>(PluginReason::kNoObject);
  std::set<std::string_view> names;
  for (int i = 1; i <= last; ++i) {
    const std::string_view name = plugin_reason_name(static_cast<PluginReason>(i));
    EXPECT_THAT(std::string(name), ::testing::MatchesRegex("[a-z_]+")) << i;
    EXPECT_NE(name, "unknown") << i;
    EXPECT_TRUE(names.insert(name).second) << name;
  }
  EXPECT_EQ(plugin_reason_name(static_cast<PluginReason>(last + 1)), "unknown");
}

TEST(PluginReasonName, KeepsTheWordsThatProgramsCompare) {
  EXPECT_EQ(plugin_reason_name(PluginReason::kNotElf), "not_elf");
  EXPECT_EQ(plugin_reason_name(PluginReason::kTruncated), "truncated");
  EXPECT_EQ(plugin_reason_name(PluginReason::kAbiMismatch), "abi_mismatch");
  EXPECT_EQ(plugin_reason_name(PluginReason::kChangedOnDisk), "changed_on_disk");
}

}  // namespace
}  // namespace portside::testing
