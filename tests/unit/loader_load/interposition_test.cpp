// SPDX-License-Identifier: Apache-2.0
//
// A host whose functions are visible to plugins (-rdynamic) must not take the place of a plugin's
// own.
#include <dlfcn.h>
#include <gtest/gtest.h>

#include "fixtures.hpp"

extern "C" [[gnu::visibility("default"), gnu::used]] const char* portside_fixture_whose() {
  return "the host's";
}

namespace portside {
namespace {

TEST(Interposition, DoesNotReachIntoPlugins) {
  ASSERT_NE(::dlsym(RTLD_DEFAULT, "portside_fixture_whose"), nullptr)
      << "this program does not export the function, so the test shows nothing";
  const auto plugin = testing::loaded(testing::load(testing::fixture("same-function-as-host")));
  ASSERT_NE(plugin, nullptr);
  const testing::PluginObject object(*plugin, "scanner");
  ASSERT_TRUE(object.exists());
  EXPECT_EQ(object.scanner().describe().name, "the plugin's");
}

}  // namespace
}  // namespace portside
