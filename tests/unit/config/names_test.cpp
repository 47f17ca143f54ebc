// SPDX-License-Identifier: Apache-2.0
#include "config/names.hpp"

#include <gtest/gtest.h>

#include <string>

#include "portside/host/config.hpp"

namespace portside::config {
namespace {

TEST(PluginName, TakesWhatTheRuleSays) {
  for (const std::string name : {"a", "0", "clair", "http-processor", "a.b_c-d", "9lives"}) {
    EXPECT_TRUE(is_plugin_name(name)) << name;
  }
  EXPECT_TRUE(is_plugin_name(std::string(63, 'x')));
}

TEST(PluginName, RefusesEverythingElse) {
  for (const std::string name :
       {"", "-a", ".a", "_a", "A", "aB", "a b", "a/b", "a@b", "a\n", "ä", "..", "a:", "a\x7f"}) {
    EXPECT_FALSE(is_plugin_name(name)) << name;
  }
  EXPECT_FALSE(is_plugin_name(std::string(64, 'x')));
  EXPECT_FALSE(is_plugin_name(std::string("a\0b", 3)));
}

TEST(AdapterId, IsANameWithOrWithoutALabel) {
  for (const std::string id : {"clair", "clair@eu", "clair@EU-1.2_x", "a@-", "a@."}) {
    EXPECT_TRUE(is_adapter_id(id)) << id;
  }
  EXPECT_TRUE(is_adapter_id("a@" + std::string(32, 'L')));
  for (const std::string id :
       {"", "@", "@eu", "clair@", "clair@e u", "clair@a@b", "Clair@eu", "clair@/"}) {
    EXPECT_FALSE(is_adapter_id(id)) << id;
  }
  EXPECT_FALSE(is_adapter_id("a@" + std::string(33, 'L')));
}

TEST(AdapterId, NamesItsPlugin) {
  EXPECT_EQ(plugin_name_of("clair"), "clair");
  EXPECT_EQ(plugin_name_of("clair@eu"), "clair");
  EXPECT_EQ(plugin_name_of("@eu"), "");
  EXPECT_EQ(plugin_name_of(""), "");
}

}  // namespace
}  // namespace portside::config
