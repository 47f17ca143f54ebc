// SPDX-License-Identifier: Apache-2.0
#include "clair/v2/chain_index.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "portside/testing/memory_key_values.hpp"
#include "v2_fixture.hpp"

namespace portside::clair::v2 {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Clair2ChainIndex : public ::testing::Test {
 protected:
  static ImageChain chain_of(const std::vector<std::string>& digests) {
    std::vector<ImageLayer> layers;
    for (const std::string& digest : digests) layers.push_back({digest, "", false, ""});
    return {name_layers(layers, crypto::plugin_crypto()), {}};
  }

  std::set<std::string> images_of(const std::string& layer) {
    std::set<std::string> images;
    const bool any =
        index_.each_image(layer, context_, [&](const std::string& each) { images.insert(each); });
    EXPECT_EQ(any, !images.empty());
    return images;
  }

  testing::MemoryKeyValues state_;
  testing::TestCallContext context_;
  ChainIndex index_{state_};
};

TEST_F(Clair2ChainIndex, GivesBackWhatItWasTold) {
  ImageChain told = chain_of({kBaseDigest, kChildDigest, kTopDigest});
  told.chain[1].image.is_left_out = true;
  told.chain[2].image.foreign_url = "https://mirror.test/a layer";
  told.notes = {"a note"};
  index_.remember(kImage, told);
  const auto found = ChainIndex(state_).find(kImage);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->chain.size(), 3U);
  EXPECT_EQ(found->chain[0].name, kBaseName);
  EXPECT_EQ(found->chain[0].image.digest, kBaseDigest);
  EXPECT_TRUE(found->chain[1].image.is_left_out);
  EXPECT_EQ(found->chain[2].image.foreign_url, "https://mirror.test/a layer");
  EXPECT_THAT(found->notes, ElementsAre("a note"));
  EXPECT_FALSE(index_.find("sha256:other"));
}

TEST_F(Clair2ChainIndex, WritesOnceWhatItKnows) {
  index_.remember(kImage, chain_of({kBaseDigest}));
  index_.remember(kImage, chain_of({kBaseDigest}));
  EXPECT_EQ(state_.writes(), 1U);
}

TEST_F(Clair2ChainIndex, ForgetsAllOfAnImage) {
  index_.remember(kImage, chain_of({kBaseDigest, kChildDigest}));
  EXPECT_FALSE(index_.begin_deletion("sha256:other"));
  index_.end_deletion("sha256:other");
  EXPECT_EQ(images_of(kBaseName), std::set<std::string>{kImage});
  ASSERT_TRUE(index_.begin_deletion(kImage));
  index_.end_deletion(kImage);
  EXPECT_THAT(state_.all(), IsEmpty());
}

TEST_F(Clair2ChainIndex, DoesNotCountImagesThatAreGoing) {
  index_.remember("sha256:a", chain_of({kBaseDigest, kChildDigest}));
  index_.remember("sha256:b", chain_of({kBaseDigest, kTopDigest}));
  index_.begin_deletion("sha256:a");
  EXPECT_FALSE(index_.is_shared(kBaseName, "sha256:b"));
  EXPECT_TRUE(index_.is_shared(kBaseName, "sha256:a"));
  index_.begin_deletion("sha256:b");
  EXPECT_FALSE(index_.is_shared(kBaseName, "sha256:a"));
  EXPECT_FALSE(index_.find("sha256:a"));
  const auto again = ChainIndex(state_).begin_deletion("sha256:a");
  ASSERT_TRUE(again) << "the first time was not completed";
  EXPECT_EQ(again->chain[0].name, kBaseName);
}

TEST_F(Clair2ChainIndex, CountsAnImageThatComesBack) {
  const ImageChain chain = chain_of({kBaseDigest, kChildDigest});
  index_.remember(kImage, chain);
  index_.begin_deletion(kImage);
  index_.remember(kImage, chain);
  EXPECT_TRUE(index_.is_shared(kBaseName, "sha256:other"));
  EXPECT_TRUE(index_.find(kImage));
  EXPECT_EQ(state_.all().size(), 3U) << "nothing is left of the deletion";
}

TEST_F(Clair2ChainIndex, KnowsNothingOfADamagedRecord) {
  for (const char* text : {"", "{", "[]", "{\"layers\":[[1]],\"notes\":[]}", "{\"layers\":[]}"}) {
    state_.write({{"image/" + std::string(kImage), text}});
    EXPECT_FALSE(index_.find(kImage)) << text;
  }
}

TEST_F(Clair2ChainIndex, ReadsMoreImagesThanFitIntoOneAnswer) {
  constexpr int kImages = 2'500;
  std::vector<KeyValues::Change> changes;
  for (int i = 0; i < kImages; ++i) {
    changes.emplace_back("layer/" + std::string(kBaseName) + "/" + std::to_string(i), "");
  }
  state_.write(changes);
  EXPECT_EQ(images_of(kBaseName).size(), kImages);
}

TEST_F(Clair2ChainIndex, StopsReadingWhenTheCallIsOver) {
  index_.remember(kImage, chain_of({kBaseDigest}));
  context_.cancel();
  EXPECT_THROW(images_of(kBaseName), AdapterError);
}

TEST_F(Clair2ChainIndex, TellsWhetherAnotherImageHasALayer) {
  index_.remember("sha256:b", chain_of({kBaseDigest, kChildDigest}));
  EXPECT_FALSE(index_.is_shared(kBaseName, "sha256:b"));
  EXPECT_TRUE(index_.is_shared(kBaseName, "sha256:x"));
  index_.remember("sha256:a", chain_of({kBaseDigest, kTopDigest}));
  EXPECT_TRUE(index_.is_shared(kBaseName, "sha256:b"));
  EXPECT_TRUE(index_.is_shared(kBaseName, "sha256:a"));
  EXPECT_FALSE(index_.is_shared(kChildName, "sha256:b"));
}

/// Images of a registry in which most share a base, as random as they come.
TEST_F(Clair2ChainIndex, FindsExactlyTheImagesOfALayer) {
  std::mt19937 random(20'240'607);
  const auto digest = [&] { return "sha256:" + std::string(63, '0') + "abcdef"[random() % 6]; };
  for (int round = 0; round < 20; ++round) {
    std::map<std::string, std::set<std::string>> expected;
    for (int i = 0; i < 30; ++i) {
      const std::string image = "sha256:image-" + std::to_string(round) + "-" + std::to_string(i);
      std::vector<std::string> digests(1 + random() % 5);
      std::generate(digests.begin(), digests.end(), digest);
      const ImageChain chain = chain_of(digests);
      index_.remember(image, chain);
      if (random() % 4 == 0) {
        index_.begin_deletion(image);
        index_.end_deletion(image);
        continue;
      }
      for (const ChainLayer& layer : chain.chain) expected[layer.name].insert(image);
    }
    for (const auto& [layer, images] : expected) ASSERT_EQ(images_of(layer), images);
    for (const auto& [key, value] : state_.all()) state_.write({{key, std::nullopt}});
  }
}

}  // namespace
}  // namespace portside::clair::v2
