// SPDX-License-Identifier: Apache-2.0
#include "anchore/owner.hpp"

#include <gmock/gmock.h>

#include "portside/testing/scripted_host_services.hpp"

namespace portside::anchore {
namespace {

TEST(AnchoreOwnerTest, IsMadeOnceAndKept) {
  testing::ScriptedHostServices host("anchore@eu");
  const std::string owner = kept_owner(host);
  EXPECT_THAT(owner, ::testing::MatchesRegex("anchore@eu-[0-9a-f]+"));
  EXPECT_EQ(owner.size(), std::string("anchore@eu-").size() + 32);
  EXPECT_EQ(kept_owner(host), owner);
  EXPECT_EQ(host.key_values().writes(), 1U);
}

TEST(AnchoreOwnerTest, InstallationsOfOneNameAreNotTheSame) {
  testing::ScriptedHostServices one("anchore");
  testing::ScriptedHostServices other("anchore");
  EXPECT_NE(kept_owner(one), kept_owner(other));
}

}  // namespace
}  // namespace portside::anchore
