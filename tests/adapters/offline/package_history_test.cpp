// SPDX-License-Identifier: Apache-2.0
#include "offline/package_history.hpp"

#include "error_of.hpp"

namespace portside::offline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<DatabaseFile> database(const char* content) {
  return {{"db", std::make_shared<const std::string>(content), nullptr}};
}

/// Every letter is a package, a digit behind it its version.
PackageList read(const std::vector<DatabaseFile>& files) {
  PackageList list;
  for (const DatabaseFile& file : files) {
    if (*file.content == "large") throw AdapterError(ErrorCode::kTooLarge, "large");
    if (*file.content == "bad") throw AdapterError(ErrorCode::kMalformedData, "bad");
    for (std::size_t i = 0; i + 1 < file.content->size(); i += 2) {
      Package package;
      package.name = file.content->substr(i, 1);
      package.version = file.content->substr(i + 1, 1);
      add_package(list, package);
    }
  }
  return list;
}

TEST(PackageHistory, KnowsTheLayerThatBroughtAVersion) {
  PackageHistory history;
  history.update(database("a1b1"), 0, read);
  history.update(database("a1b2c1"), 1, read);
  history.update(database("c1a1b2d1"), 4, read);
  EXPECT_THAT(history.layers(), ElementsAre(1, 0, 1, 4));
}

TEST(PackageHistory, WhatCameBackIsNew) {
  PackageHistory history;
  history.update(database("a1"), 0, read);
  history.update(database("a2"), 1, read);
  history.update(database("a1"), 2, read);
  EXPECT_THAT(history.layers(), ElementsAre(2));
  history.update({}, 3, read);
  EXPECT_THAT(history.list().packages, IsEmpty());
}

TEST(PackageHistory, ReadsOnlyWhatHasChanged) {
  int reads = 0;
  const auto counting = [&](const std::vector<DatabaseFile>& files) {
    ++reads;
    return read(files);
  };
  PackageHistory history;
  const auto files = database("a1");
  history.update(files, 0, counting);
  history.update(files, 1, counting);
  EXPECT_EQ(reads, 1);
}

TEST(PackageHistory, ADatabaseInBetweenMayBeBroken) {
  PackageHistory history;
  history.update(database("a1"), 0, read);
  history.update(database("bad"), 1, read);
  EXPECT_EQ(testing::code_of([&] { history.list(); }), ErrorCode::kMalformedData);
  history.update(database("large"), 2, read);
  EXPECT_EQ(testing::code_of([&] { history.list(); }), ErrorCode::kTooLarge);
  history.update(database("a1"), 3, read);
  EXPECT_EQ(history.list().packages.size(), 1U);
}

}  // namespace
}  // namespace portside::offline
