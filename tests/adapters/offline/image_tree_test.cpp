// SPDX-License-Identifier: Apache-2.0
#include "offline/image_tree.hpp"

#include "offline/databases.hpp"
#include "tar_builder.hpp"

namespace portside::offline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::TarBuilder;

constexpr char kStatus[] = "var/lib/dpkg/status";

/// Layers of tars upon each other.
class Layers {
 public:
  explicit Layers(const std::vector<TarBuilder>& tars, int passes = 1) {
    for (int pass = 0; pass < passes; ++pass) {
      if (tree_) widened_ = widen(interest_, *tree_);
      tree_ = std::make_unique<ImageTree>(interest_);
      for (const TarBuilder& tar : tars) {
        LayerCollector collector(interest_, 1'000'000, "layer");
        sdk::TarReader reader(collector, "layer");
        reader.write(tar.finish());
        tree_->apply(collector.take());
      }
    }
  }

  /// The content of a file; "-" when there is none.
  std::string at(const std::string& path) const {
    const auto content = file_content(*tree_, path);
    return content == nullptr ? "-" : *content;
  }
  bool is_unknown(const std::string& path) const { return tree_->resolve(path).is_unknown; }
  bool widened() const { return widened_; }
  const ImageTree& tree() const { return *tree_; }

 private:
  Interest interest_ = Interest::in_packages();
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

TEST(ImageTree, PlacesThatNobodyThoughtOfNeedAnotherPass) {
  const std::vector<TarBuilder> layers{TarBuilder()
                                           .file("data/status", "dpkg")
                                           .file("data/os", "os")
                                           .symlink(kStatus, "/opt/link")
                                           .symlink("opt/link", "../data/status")
                                           .hard_link("etc/os-release", "data/os")};
  const Layers once(layers);
  EXPECT_TRUE(once.is_unknown(kStatus));
  EXPECT_TRUE(once.is_unknown("etc/os-release"));
  const Layers twice(layers, 2);
  EXPECT_EQ(twice.at("etc/os-release"), "os");
  EXPECT_TRUE(twice.is_unknown(kStatus)) << "it is a link again";
  const Layers thrice(layers, 3);
  EXPECT_EQ(thrice.at(kStatus), "dpkg");
  EXPECT_TRUE(thrice.widened());
  EXPECT_FALSE(Layers(layers, 4).widened());
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

}  // namespace
}  // namespace portside::offline
