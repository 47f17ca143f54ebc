// SPDX-License-Identifier: Apache-2.0
#include "offline/image_paths.hpp"

#include "error_of.hpp"

namespace portside::offline {
namespace {

using ::testing::ElementsAre;

std::string place(const ImagePaths& paths, std::string_view path) {
  std::string buffer;
  return std::string(paths.place_of(path, buffer));
}

TEST(ImagePaths, FollowsTheFolderOfAnEntryAndNotItsName) {
  ImagePaths paths;
  paths.add_link("lib", "usr/lib");
  paths.add_link("usr/lib/a", "../../opt/./b");
  paths.add_link("up", "../../..");
  EXPECT_EQ(place(paths, "lib"), "lib");
  EXPECT_EQ(place(paths, "lib/x"), "usr/lib/x");
  EXPECT_EQ(place(paths, "lib/a/x"), "opt/b/x");
  EXPECT_EQ(place(paths, "up/etc/x"), "etc/x");
  EXPECT_EQ(place(paths, "etc/lib/x"), "etc/lib/x");
  EXPECT_THAT(paths.resolve("lib/a").links, ElementsAre("lib", "usr/lib/a"));
}

TEST(ImagePaths, LoopsHaveNoEnd) {
  ImagePaths paths;
  paths.add_link("a", "b");
  paths.add_link("b", "/a");
  EXPECT_EQ(place(paths, "a/x"), "");
  EXPECT_FALSE(paths.resolve("a").has_end);
}

TEST(ImagePaths, OtherEntriesTakeThePlaceOfLinks) {
  ImagePaths paths;
  paths.add_link("a", "x");
  paths.add_link("a-b", "x");
  paths.add_link("c/d", "x");
  paths.add_folder("a");
  EXPECT_EQ(paths.link_at("a"), nullptr);
  paths.add_folder("c");
  EXPECT_NE(paths.link_at("c/d"), nullptr) << "a folder keeps what is in it";
  paths.add_file("c");
  EXPECT_EQ(paths.link_at("c/d"), nullptr);
  paths.add_file("a");
  EXPECT_NE(paths.link_at("a-b"), nullptr);
}

TEST(ImagePaths, WhiteoutsAreAboutLowerLayers) {
  ImagePaths paths;
  paths.begin_layer();
  for (const char* link : {"a/lower", "b", "c/d/e", "f"}) paths.add_link(link, "x");
  paths.begin_layer();
  paths.add_link("a/upper", "x");
  paths.remove_below("a");
  paths.remove("b");
  paths.remove("c");
  EXPECT_EQ(paths.link_at("a/lower"), nullptr);
  EXPECT_NE(paths.link_at("a/upper"), nullptr);
  EXPECT_EQ(paths.link_at("b"), nullptr);
  EXPECT_EQ(paths.link_at("c/d/e"), nullptr);
  paths.remove_below("");
  EXPECT_EQ(paths.link_at("f"), nullptr);
  EXPECT_NE(paths.link_at("a/upper"), nullptr);
}

TEST(ImagePaths, KnowsRoughlyWhatThereIs) {
  ImagePaths paths;
  paths.add_file("a/b/c");
  paths.add_link("l", "m");
  EXPECT_TRUE(paths.may_have("a/b/c"));
  EXPECT_TRUE(paths.may_have("a/b"));
  EXPECT_TRUE(paths.may_have("l"));
  EXPECT_FALSE(paths.may_have("m"));
  EXPECT_FALSE(paths.may_have("a/b/d"));
}

TEST(ImagePaths, HasALimit) {
  ImagePaths paths(1'000);
  for (int i = 0; i < 1'000; ++i) paths.add_link("same", "target");
  EXPECT_EQ(testing::code_of([&] {
              for (int i = 0; i < 10; ++i) paths.add_link(std::to_string(i), "target");
            }),
            ErrorCode::kTooLarge);
}

}  // namespace
}  // namespace portside::offline
