// SPDX-License-Identifier: Apache-2.0
#include "anchore/registry_records.hpp"

#include <gtest/gtest.h>

namespace portside::anchore {
namespace {

TEST(AnchoreRegistryRecords, AreKnownUntilTheyAreForgotten) {
  RegistryRecords records;
  EXPECT_FALSE(records.has("core:8443/p/r"));
  records.learn("core:8443/p/r");
  records.learn("core:8443/p/r");
  EXPECT_TRUE(records.has("core:8443/p/r"));
  EXPECT_FALSE(records.has("core:8443/p"));
  records.forget("core:8443/p/r");
  records.forget("core:8443/p/r");
  EXPECT_FALSE(records.has("core:8443/p/r"));
}

TEST(AnchoreRegistryRecords, AreOnlySoMany) {
  RegistryRecords records;
  for (int i = 0; i <= 20'000; ++i) records.learn("core/p/" + std::to_string(i));
  EXPECT_TRUE(records.has("core/p/20000"));
  EXPECT_FALSE(records.has("core/p/0"));
}

}  // namespace
}  // namespace portside::anchore
