// SPDX-License-Identifier: Apache-2.0
#include "offline/image_tree.hpp"

#include "offline/databases.hpp"
#include "scanned_image.hpp"
#include "tar_builder.hpp"

namespace portside::offline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::TarBuilder;

/// Layers of tars upon each other.
class Layers {
 public:
  explicit Layers(const std::vector<TarBuilder>& tars, int passes = 1) {
    for (int pass = 0; pass < passes; ++pass) {
      tree_ = std::make_unique<ImageTree>(interest_);
      ImagePaths paths;
      for (const TarBuilder& tar : tars) {
        LayerCollector collector(interest_, paths, {1'000'000, 1'000'000}, {}, "layer");
        sdk::TarReader reader(collector, "layer");
        reader.write(tar.finish());
        tree_->apply(collector.take());
      }
      wanted_ = interest_;
      widened_ = widen(wanted_, *tree_, paths);
      if (pass + 1 < passes) interest_ = wanted_;
    }
  }

  /// The content of a file; "-" when there is none.
  std::string at(const std::string& path) const {
    const auto content = file_content(*tree_, path);
    return content == nullptr ? "-" : *content;
  }
  /// Whether another pass is needed.
  bool widened() const { return widened_; }
  const ImageTree& tree() const { return *tree_; }

 private:
  Interest interest_ = Interest::in_packages();
  Interest wanted_;
  std::unique_ptr<ImageTree> tree_;
  bool widened_ = false;
};

TEST(ImageTree, TheUppermostFileCounts) {
  EXPECT_EQ(Layers({TarBuilder().file(kStatus, "1"), TarBuilder().file(kStatus, "2")}).at(kStatus),
            "2");
  EXPECT_EQ(Layers({TarBuilder().file(kStatus, "1").file(kStatus, "2")}).at(kStatus), "2");
  EXPECT_EQ(Layers({TarBuilder()}).at(kStatus), "-");
}

TEST(ImageTree, WhiteoutsRemoveFilesAndFolders) {
  const auto status = TarBuilder().directory("var/lib/").file(kStatus, "1");
  EXPECT_EQ(Layers({status, TarBuilder().file("var/lib/dpkg/.wh.status", "")}).at(kStatus), "-");
  EXPECT_EQ(Layers({status, TarBuilder().file("var/.wh.lib", "")}).at(kStatus), "-");
  EXPECT_EQ(Layers({status, TarBuilder().file("var/lib/dpkg/.wh.statu", "")}).at(kStatus), "1");
}

TEST(ImageTree, WhiteoutsAreAboutLowerLayers) {
  const auto status = TarBuilder().file(kStatus, "1").file("etc/os-release", "os");
  EXPECT_EQ(Layers({status, TarBuilder().file(kStatus, "2").file("var/lib/dpkg/.wh.status", "")})
                .at(kStatus),
            "2");
  EXPECT_EQ(
      Layers({status, TarBuilder().file(kStatus, "2").file("var/.wh..wh..opq", "")}).at(kStatus),
      "2");
  const Layers opaque({status, TarBuilder().file("var/lib/.wh..wh..opq", "")});
  EXPECT_EQ(opaque.at(kStatus), "-");
  EXPECT_EQ(opaque.at("etc/os-release"), "os");
  EXPECT_EQ(Layers({status, TarBuilder().file(".wh..wh..opq", "")}).at("etc/os-release"), "-");
}

TEST(ImageTree, FollowsSymlinksInsideOfTheImage) {
  EXPECT_EQ(Layers({TarBuilder()
                        .symlink("etc/os-release", "../usr/lib/os-release")
                        .file("usr/lib/os-release", "os")})
                .at("etc/os-release"),
            "os");
  EXPECT_EQ(Layers({TarBuilder()
                        .symlink("etc/os-release", "/../../usr/lib/os-release")
                        .file("usr/lib/os-release", "os")})
                .at("etc/os-release"),
            "os");
  EXPECT_EQ(Layers({TarBuilder()
                        .symlink("var/lib/rpm", "../../usr/lib/sysimage/rpm")
                        .file("usr/lib/sysimage/rpm/rpmdb.sqlite", "db")})
                .at("var/lib/rpm/rpmdb.sqlite"),
            "db");
}

TEST(ImageTree, MergedUsrIsOneFolder) {
  const auto base = TarBuilder().symlink("lib", "usr/lib").file("usr/lib/apk/db/installed", "1");
  EXPECT_EQ(Layers({base}).at("lib/apk/db/installed"), "1");
  const Layers layers({base, TarBuilder().file("lib/apk/db/installed", "2")});
  EXPECT_EQ(layers.at("usr/lib/apk/db/installed"), "2");
  const Databases databases = find_databases(layers.tree());
  EXPECT_EQ(databases.files[static_cast<int>(advisory::VersionScheme::kApk)].size(), 1U);
}

TEST(ImageTree, AFolderTakesThePlaceOfASymlink) {
  const Layers layers({TarBuilder().symlink("lib", "usr/lib").file("usr/lib/apk/db/installed", "1"),
                       TarBuilder().directory("lib").file("lib/apk/db/installed", "2")});
  EXPECT_EQ(layers.at("lib/apk/db/installed"), "2");
  EXPECT_EQ(layers.at("usr/lib/apk/db/installed"), "1");
}

TEST(ImageTree, AFileTakesThePlaceOfAFolder) {
  EXPECT_EQ(
      Layers({TarBuilder().file(kStatus, "1"), TarBuilder().file("var/lib/dpkg", "")}).at(kStatus),
      "-");
  EXPECT_EQ(Layers({TarBuilder().file(kStatus, "1"), TarBuilder().directory("var/lib/dpkg/")})
                .at(kStatus),
            "1");
}

TEST(ImageTree, WhiteoutsGoThroughLinks) {
  const auto base = TarBuilder().symlink("lib", "usr/lib").file("usr/lib/apk/db/installed", "1");
  for (const char* whiteout : {"lib/apk/db/.wh.installed", "lib/apk/.wh.db", "lib/.wh..wh..opq",
                               "usr/lib/apk/db/.wh.installed"}) {
    EXPECT_EQ(Layers({base, TarBuilder().file(whiteout, "")}).at("usr/lib/apk/db/installed"), "-")
        << whiteout;
  }
  EXPECT_EQ(Layers({base, TarBuilder().file(".wh.lib", "")}).at("usr/lib/apk/db/installed"), "1");
}

TEST(ImageTree, EntriesAreWrittenThroughLinksOfAnyPath) {
  const auto base = TarBuilder().file(kStatus, "1").symlink("opt/alt", "../var/lib");
  EXPECT_EQ(Layers({base, TarBuilder().file("opt/alt/dpkg/status", "2")}).at(kStatus), "2");
  EXPECT_EQ(Layers({base, TarBuilder().file("opt/alt/dpkg/.wh.status", "")}).at(kStatus), "-");
  const auto again = TarBuilder()
                         .symlink("var/lib/d", "dpkg")
                         .hard_link("more", "opt/alt")
                         .file("more/d/status", "3");
  EXPECT_EQ(Layers({base, again}).at(kStatus), "3");
  const auto gone = TarBuilder().file(".wh.opt", "");
  EXPECT_EQ(Layers({base, gone, TarBuilder().file("opt/alt/dpkg/status", "2")}).at(kStatus), "1");
  const auto folder = TarBuilder().directory("opt/alt").file("opt/alt/dpkg/status", "2");
  EXPECT_EQ(Layers({base, folder}).at(kStatus), "1");
}

TEST(ImageTree, NothingIsBelowAFileOrALoop) {
  const Layers layers({TarBuilder()
                           .file("var", "")
                           .file("var/etc", "")
                           .file("var/os-release", "x")
                           .symlink("usr", "usr")
                           .file("usr/os-release", "x")
                           .file("usr/lib", "")});
  EXPECT_FALSE(layers.tree().resolve("var/lib").has_end);
  EXPECT_EQ(layers.tree().resolve("lib").node, nullptr) << "it is not placed in the root instead";
}

TEST(ImageTree, CountsWhatItKeeps) {
  const KeptBytes kept = Layers({TarBuilder()
                                     .file("etc/os-release", std::string(1'000, 'x'))
                                     .hard_link("usr/lib/os-release", "etc/os-release")
                                     .file("var/lib/rpm/rpmdb.sqlite", std::string(5'000, 'x'))})
                             .tree()
                             .kept();
  const std::uint64_t paths = 3 * kPathOverhead + 14 + 18 + 24;
  EXPECT_EQ(kept.text, 1'000 + paths);
  EXPECT_EQ(kept.all, 6'000 + paths);
}

TEST(ImageTree, LoopsEnd) {
  const Layers layers({TarBuilder()
                           .symlink("etc/os-release", "os-release")
                           .symlink("lib", "lib")
                           .symlink("var", "usr/lib/../../var")
                           .file("lib/apk/db/installed", "x")});
  EXPECT_EQ(layers.at("etc/os-release"), "-");
  EXPECT_EQ(layers.at("lib/apk/db/installed"), "-");
  EXPECT_EQ(layers.at(kStatus), "-");
}

TEST(ImageTree, HardLinksStandForTheirTarget) {
  EXPECT_EQ(Layers({TarBuilder()
                        .file("usr/lib/os-release", "os")
                        .hard_link("etc/os-release", "usr/lib/os-release")})
                .at("etc/os-release"),
            "os");
  const Layers kept({TarBuilder().file("usr/lib/os-release", "os"),
                     TarBuilder().hard_link("etc/os-release", "./usr/lib/os-release"),
                     TarBuilder().file("usr/lib/.wh.os-release", "")});
  EXPECT_EQ(kept.at("etc/os-release"), "os");
  EXPECT_EQ(
      Layers({TarBuilder().hard_link("etc/os-release", "usr/lib/os-release")}).at("etc/os-release"),
      "-");
}

TEST(Widen, PlacesThatNobodyThoughtOfNeedAnotherPass) {
  const std::vector<TarBuilder> layers{TarBuilder()
                                           .file("data/status", "dpkg")
                                           .file("data/os", "os")
                                           .symlink(kStatus, "/opt/link")
                                           .symlink("opt/link", "../data/status")
                                           .hard_link("etc/os-release", "data/os")};
  const Layers once(layers);
  EXPECT_EQ(once.at(kStatus), "-");
  EXPECT_TRUE(once.widened());
  const Layers twice(layers, 2);
  EXPECT_EQ(twice.at("etc/os-release"), "os");
  EXPECT_EQ(twice.at(kStatus), "dpkg") << "links are followed to their end at once";
  EXPECT_FALSE(twice.widened());
}

TEST(Widen, WhatIsKnownAsPresentOrAsAFolderOnTheWayIsRead) {
  const auto packages = TarBuilder().file("var/lib/rpm/Packages", "dpkg");
  const auto link = TarBuilder(packages).symlink(kStatus, "../rpm/Packages");
  const auto hard_link = TarBuilder(packages).hard_link(kStatus, "var/lib/rpm/Packages");
  EXPECT_EQ(Layers({link}, 2).at(kStatus), "dpkg");
  EXPECT_EQ(Layers({hard_link}, 2).at(kStatus), "dpkg");
  for (const char* folder : {"/usr/lib", "/"}) {
    const std::string at = std::string(folder).substr(1);
    const Layers layers({TarBuilder()
                             .symlink("var/lib/dpkg/status.d", folder)
                             .file(at + (at.empty() ? "" : "/") + "openssl", "dpkg")},
                        2);
    ASSERT_EQ(find_databases(layers.tree()).files[0].size(), 1U) << folder;
    EXPECT_FALSE(layers.widened());
  }
}

TEST(Widen, NothingIsReadAgainForLinksToNowhere) {
  EXPECT_FALSE(Layers({TarBuilder()
                           .symlink(kStatus, "/data/status")
                           .symlink("var/lib/dpkg/status.d", "/data/status.d")
                           .symlink("etc/os-release", "../usr/lib/os-release")
                           .symlink("lib/apk", "apk")
                           .file("data/other", "")})
                   .widened());
  EXPECT_FALSE(Layers({TarBuilder()
                           .file(kStatus, "1")
                           .file("var/lib/dpkg/status.d/a", "2")
                           .file("var/lib/rpm/rpmdb.sqlite", "3")
                           .symlink("etc/os-release", "../usr/lib/os-release")
                           .file("usr/lib/os-release", "4")})
                   .widened())
      << "all was read";
}

TEST(Databases, ListsTheFilesOfDistroless) {
  const Layers layers({TarBuilder()
                           .file("var/lib/dpkg/status.d/b", "B")
                           .file("var/lib/dpkg/status.d/b.md5sums", "no")
                           .file("var/lib/dpkg/status.d/a", "A")
                           .directory("var/lib/dpkg/status.d/c")});
  const auto files = find_databases(layers.tree()).files[0];
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].path, "var/lib/dpkg/status.d/a");
  EXPECT_EQ(*files[1].content, "B");
}

TEST(Databases, NamesTheFormsThatAreNotRead) {
  EXPECT_THAT(find_databases(Layers({TarBuilder()
                                         .file("var/lib/rpm/Packages", "x")
                                         .file("usr/lib/sysimage/rpm/Packages.db", "x")})
                                 .tree())
                  .unreadable,
              ElementsAre("var/lib/rpm/Packages (Berkeley DB)",
                          "usr/lib/sysimage/rpm/Packages.db (rpm's own format (ndb))"));
  EXPECT_THAT(
      find_databases(Layers({TarBuilder().directory("var/lib/rpm/Packages")}).tree()).unreadable,
      IsEmpty());
}

TEST(Databases, NamesWhatIsThereAndNoFile) {
  EXPECT_THAT(
      find_databases(Layers({TarBuilder()
                                 .directory(kStatus)
                                 .entry("lib/apk/db/installed", '6')
                                 .hard_link("usr/lib/apk/db/installed", "gone")
                                 .symlink("var/lib/rpm/rpmdb.sqlite", "/")
                                 .file("var/lib/dpkg/status.d", "")})
                         .tree())
          .unreadable,
      ElementsAre("var/lib/dpkg/status (a directory)", "var/lib/dpkg/status.d (no directory)",
                  "lib/apk/db/installed (no regular file)",
                  "usr/lib/apk/db/installed (a hard link to a file that is not in the "
                  "image)",
                  "var/lib/rpm/rpmdb.sqlite (a directory)"));
}

}  // namespace
}  // namespace portside::offline
