// SPDX-License-Identifier: Apache-2.0
#include "offline/packages/duplicates.hpp"

namespace portside::offline {
namespace {

using advisory::VersionScheme;
using ::testing::ElementsAre;

Package placed_package(const char* name, const char* version, const char* location = "db") {
  Package made;
  made.name = made.source_name = name;
  made.version = made.source_version = version;
  made.location = location;
  return made;
}

std::vector<std::string> merged(std::vector<Package> packages, VersionScheme scheme) {
  merge_duplicates(packages, scheme);
  std::vector<std::string> names;
  for (const Package& each : packages) names.push_back(each.name + each.version);
  return names;
}

TEST(Duplicates, OfDpkgTheLastCounts) {
  EXPECT_THAT(merged({placed_package("a", "1"), placed_package("b", "1"), placed_package("a", "2")},
                     VersionScheme::kDeb),
              ElementsAre("a2", "b1"));
  EXPECT_THAT(
      merged({placed_package("a", "1"), placed_package("a", "2", "other")}, VersionScheme::kDeb),
      ElementsAre("a1", "a2"))
      << "in different databases";
}

TEST(Duplicates, OfRpmVersionsAreKept) {
  EXPECT_THAT(merged({placed_package("kernel", "1"), placed_package("kernel", "2"),
                      placed_package("kernel", "1")},
                     VersionScheme::kRpm),
              ElementsAre("kernel1", "kernel2"));
}

TEST(Duplicates, CopiesOfADatabaseCountOnce) {
  EXPECT_THAT(
      merged({placed_package("a", "1"), placed_package("a", "1", "copy")}, VersionScheme::kApk),
      ElementsAre("a1"));
}

TEST(Duplicates, OthersAreNotTheSame) {
  Package other_architecture = placed_package("a", "1");
  other_architecture.architecture = "i386";
  EXPECT_THAT(merged({placed_package("a", "1"), other_architecture}, VersionScheme::kDeb),
              ElementsAre("a1", "a1"));
  Package other_source = placed_package("a", "1");
  other_source.source_name = "s";
  EXPECT_THAT(merged({placed_package("a", "1"), other_source}, VersionScheme::kApk),
              ElementsAre("a1", "a1"));
}

}  // namespace
}  // namespace portside::offline
