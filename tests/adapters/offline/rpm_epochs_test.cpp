// SPDX-License-Identifier: Apache-2.0
#include "offline/packages/rpm_epochs.hpp"

namespace portside::offline {
namespace {

using ::testing::ElementsAre;

constexpr char kUnknown[] = "(epoch not known) 5-1";

/// Built from s-5-1.
Package built_package(const char* name, const char* version) {
  Package made;
  made.name = name;
  made.version = version;
  made.source_name = "s";
  made.source_version = "5-1";
  return made;
}

std::vector<std::string> sources(std::vector<Package> packages) {
  set_source_epochs(packages);
  std::vector<std::string> versions;
  for (const Package& each : packages) versions.push_back(each.source_version);
  return versions;
}

TEST(RpmEpochs, TheSourceHasThatOfItsPackage) {
  EXPECT_THAT(sources({built_package("s", "4:5-1"), built_package("s-errno", "9:1-1"),
                       built_package("s-x", "5-1")}),
              ElementsAre("4:5-1", "4:5-1", "4:5-1"));
  EXPECT_THAT(sources({built_package("s-x", "3:5-1"), built_package("s", "5-1")}),
              ElementsAre("5-1", "5-1"));
}

TEST(RpmEpochs, OrThatOfAnotherWithItsVersion) {
  EXPECT_THAT(sources({built_package("s-errno", "1-1"), built_package("s-libs", "4:5-1")}),
              ElementsAre("4:5-1", "4:5-1"));
}

TEST(RpmEpochs, IsNotGuessed) {
  EXPECT_THAT(sources({built_package("s-errno", "9:1-1")}), ElementsAre(kUnknown));
  EXPECT_THAT(sources({built_package("s", "9:4-1")}), ElementsAre(kUnknown)) << "another build";
  EXPECT_THAT(sources({built_package("s-a", "1:5-1"), built_package("s-b", "2:5-1")}),
              ElementsAre(kUnknown, kUnknown));
}

TEST(RpmEpochs, APackageWithoutASourceIsItsOwn) {
  Package own = built_package("s", "2:5-1");
  own.source_version = own.version;
  EXPECT_THAT(sources({own}), ElementsAre("2:5-1"));
}

}  // namespace
}  // namespace portside::offline
