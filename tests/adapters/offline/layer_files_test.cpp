// SPDX-License-Identifier: Apache-2.0
#include "offline/layer_files.hpp"

#include "error_of.hpp"
#include "tar_builder.hpp"

namespace portside::offline {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::TarBuilder;

LayerFiles collect(const std::string& tar, std::uint64_t max_bytes = 1'000) {
  const Interest interest = Interest::in_packages();
  LayerCollector collector(interest, max_bytes, "layer L");
  sdk::TarReader reader(collector, "layer L");
  reader.write(tar);
  reader.finish();
  return collector.take();
}

std::vector<std::string> paths(const LayerFiles& files) {
  std::vector<std::string> paths;
  for (const LayerEntry& entry : files.entries) paths.push_back(entry.path);
  return paths;
}

TEST(LayerCollector, KeepsWhatTellsOfPackagesAndTheWayThere) {
  const LayerFiles files = collect(TarBuilder()
                                       .directory("var/")
                                       .directory("opt/")
                                       .file("var/lib/dpkg/status", "s")
                                       .file("var/lib/dpkg/available", "a")
                                       .file("var/lib/dpkg/status.d/tzdata", "t")
                                       .file("var/lib/dpkg/status.d/deep/er", "t")
                                       .file("var/lib/rpm/Packages", "berkeley")
                                       .symlink("lib", "usr/lib")
                                       .symlink("usr/share/x", "y")
                                       .finish());
  EXPECT_THAT(paths(files),
              ElementsAre("var", "var/lib/dpkg/status", "var/lib/dpkg/status.d/tzdata",
                          "var/lib/rpm/Packages", "lib"));
  EXPECT_EQ(files.file_count, 7U);
  EXPECT_EQ(*files.entries[1].content, "s");
  EXPECT_EQ(files.entries[3].content, nullptr) << "nobody reads it";
  EXPECT_EQ(files.entries[4].target, "usr/lib");
}

TEST(LayerCollector, CleansPaths) {
  EXPECT_THAT(paths(collect(TarBuilder()
                                .directory("./")
                                .file("./etc/os-release", "a")
                                .file("/etc/debian_version", "b")
                                .file("etc//./alpine-release", "c")
                                .file("././usr/lib/os-release", "d")
                                .finish())),
              ElementsAre("etc/os-release", "etc/debian_version", "etc/alpine-release",
                          "usr/lib/os-release"));
}

TEST(LayerCollector, RefusesWaysOut) {
  for (const char* path : {"../etc/passwd", "a/../../b", "..", "./../x", "/../x", "a/.."}) {
    const AdapterError error =
        testing::error_of([&] { collect(TarBuilder().file(path, "").finish()); });
    EXPECT_EQ(error.code, ErrorCode::kMalformedData) << path;
    EXPECT_THAT(error.message, HasSubstr("layer L has the path '"));
  }
  EXPECT_EQ(testing::code_of([] {
              collect(TarBuilder().hard_link("etc/os-release", "../../etc/shadow").finish());
            }),
            ErrorCode::kMalformedData);
  EXPECT_EQ(collect(TarBuilder().file("a/..b", "").file("...", "").finish()).file_count, 2U);
}

TEST(LayerCollector, TellsWhiteouts) {
  const LayerFiles files = collect(TarBuilder()
                                       .file("etc/.wh.os-release", "")
                                       .file("var/.wh.lib", "")
                                       .file("opt/.wh.data", "")
                                       .file("var/lib/.wh..wh..opq", "")
                                       .file(".wh..wh..opq", "")
                                       .file("opt/.wh..wh..opq", "")
                                       .file(".wh..wh.plnk", "")
                                       .finish());
  EXPECT_THAT(files.removed, ElementsAre("etc/os-release", "var/lib"));
  EXPECT_THAT(files.emptied, ElementsAre("var/lib", ""));
  EXPECT_THAT(files.entries, IsEmpty());
  EXPECT_EQ(files.file_count, 0U);
}

TEST(LayerCollector, HasALimitForContent) {
  const std::string tar = TarBuilder()
                              .file("big", std::string(5'000, 'x'))
                              .file("etc/os-release", std::string(600, 'x'))
                              .file("var/lib/dpkg/status", std::string(401, 'x'))
                              .finish();
  const AdapterError error = testing::error_of([&] { collect(tar); });
  EXPECT_EQ(error.code, ErrorCode::kTooLarge);
  EXPECT_THAT(error.message, HasSubstr("max_database_bytes raises the limit"));
  EXPECT_EQ(collect(tar, 1'001).entries.size(), 2U);
}

TEST(LayerCollector, NamesDatabasesThatAreStoredWithHoles) {
  const std::string tar =
      TarBuilder().pax("GNU.sparse.major", "1").file("var/lib/dpkg/status", "x").finish();
  EXPECT_EQ(testing::code_of([&] { collect(tar); }), ErrorCode::kUnsupported);
}

}  // namespace
}  // namespace portside::offline
