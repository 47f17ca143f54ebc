// SPDX-License-Identifier: Apache-2.0
#include "anchore/image_tags.hpp"

#include "anchore/told_tags.hpp"
#include "anchore_fixture.hpp"

namespace portside::anchore {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<std::string> tags_of(int version, const nlohmann::json& details) {
  return read_full_tags(
      answer_with(200, image_body(version, "analyzed", {{"image_detail", details}})));
}

TEST(AnchoreImageTags, BothVersionsAreRead) {
  EXPECT_THAT(tags_of(1, {{{"fulltag", "core:443/p/r:1"}}, {{"fulltag", "core:443/p/r:2"}}}),
              ElementsAre("core:443/p/r:1", "core:443/p/r:2"));
  EXPECT_THAT(tags_of(2, {{{"full_tag", "core:443/p/r:1"}, {"tag", "1"}}}),
              ElementsAre("core:443/p/r:1"));
}

TEST(AnchoreImageTags, WhatIsNoneIsPassedOver) {
  for (const nlohmann::json& details :
       {nlohmann::json(), nlohmann::json("core:443/p/r:1"),
        nlohmann::json::array({"a", 1, nullptr}),
        nlohmann::json::array({{{"fulltag", 7}}, {{"fulltag", nlohmann::json::array({"a"})}}})}) {
    for (const int version : {1, 2}) {
      EXPECT_THAT(tags_of(version, details), IsEmpty()) << details.dump();
    }
  }
}

TEST(AnchoreImageTags, AreOnlySoMany) {
  nlohmann::json details = nlohmann::json::array();
  for (int i = 0; i < 10'100; ++i) details.push_back({{"full_tag", std::to_string(i)}});
  EXPECT_THAT(tags_of(2, details), SizeIs(10'000));
}

TEST(AnchoreToldTags, AreRememberedAndOnlySoMany) {
  ToldTags tags;
  EXPECT_FALSE(tags.has(kImageDigest, "core:443/p/r:1"));
  tags.add(kImageDigest, "core:443/p/r:1");
  EXPECT_TRUE(tags.has(kImageDigest, "core:443/p/r:1"));
  EXPECT_FALSE(tags.has(kImageDigest, "core:443/p/r:2"));
  EXPECT_FALSE(tags.has("sha256:other", "core:443/p/r:1"));
  for (int i = 0; i < 20'000; ++i) tags.add(std::to_string(i), "t");
  EXPECT_FALSE(tags.has(kImageDigest, "core:443/p/r:1")) << "told again rather than kept for ever";
}

}  // namespace
}  // namespace portside::anchore
