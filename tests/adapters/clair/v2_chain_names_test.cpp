// SPDX-License-Identifier: Apache-2.0
#include "clair/v2/chain_names.hpp"

#include <gtest/gtest.h>

#include "crypto/digest.hpp"
#include "portside/api/error.hpp"

namespace portside::clair::v2 {
namespace {

std::vector<ImageLayer> layers_of(const std::vector<std::string>& digests) {
  std::vector<ImageLayer> layers;
  for (const std::string& digest : digests) layers.push_back({digest, "", false, ""});
  return layers;
}

const char kBase[] = "sha256:969ed47d1f8eb02f5ae87393d88a6f63c9bfab18b7f534e518c146d9c8b1af52";
const char kChild[] = "sha256:ac17503634c46590c2e923c82b289ef8fb6519361a0ca44efe261522e2a5c1ec";
const char kTop[] = "sha256:31b7500d3eb9ec1fe49353c4c92bd390c3f8d0629f89f2ea39003e53e585212b";

TEST(Clair2ChainNames, AreThoseThatHarborWrote) {
  const Chain chain = name_layers(layers_of({kBase, kChild, kTop}), crypto::plugin_crypto());
  ASSERT_EQ(chain.size(), 3U);
  EXPECT_EQ(chain[0].name, "710cccab3f9905cc424a43c8217437cb5db5936966fe67e7c609a053bbb040ce");
  EXPECT_EQ(chain[1].name, "6340c21940bd4ef46b62fc25569d419a1ff6a2daa0a06077d9c682d06675dcf7");
  EXPECT_EQ(chain[2].name, "3f120c1ffb7769c7520ad202d50068dffb762271413c5b9a457282ca33ce8732");
}

TEST(Clair2ChainNames, GiveTheSameBlobOtherNamesHigherUp) {
  const Chain chain = name_layers(layers_of({kBase, kBase}), crypto::plugin_crypto());
  EXPECT_NE(chain[0].name, chain[1].name);
  const Chain other = name_layers(layers_of({kBase, kChild}), crypto::plugin_crypto());
  EXPECT_EQ(chain[0].name, other[0].name);
}

TEST(Clair2ChainNames, CountLayersThatAreLeftOut) {
  auto layers = layers_of({kBase, kChild, kTop});
  layers[1].is_left_out = true;
  const Chain chain = name_layers(layers, crypto::plugin_crypto());
  EXPECT_EQ(chain[2].name, "3f120c1ffb7769c7520ad202d50068dffb762271413c5b9a457282ca33ce8732");
  EXPECT_EQ(next_posted(chain, 1), 2U);
  EXPECT_EQ(last_posted(chain, 2), 0U);
  EXPECT_EQ(last_posted(chain, chain.size()), 2U);
}

TEST(Clair2ChainNames, FindNoPostedLayerWhereThereIsNone) {
  auto layers = layers_of({kBase, kChild});
  layers[0].is_left_out = true;
  layers[1].is_left_out = true;
  const Chain chain = name_layers(layers, crypto::plugin_crypto());
  EXPECT_EQ(next_posted(chain, 0), kNoLayer);
  EXPECT_EQ(last_posted(chain, chain.size()), kNoLayer);
  EXPECT_EQ(next_posted({}, 0), kNoLayer);
  EXPECT_EQ(last_posted({}, 0), kNoLayer);
}

TEST(Clair2ChainNames, StopAtSoManyLayers) {
  const std::vector<std::string> digests(kMaxChain + 1, kBase);
  try {
    name_layers(layers_of(digests), crypto::plugin_crypto());
    FAIL() << "too many layers were named";
  } catch (const AdapterError& error) {
    EXPECT_EQ(error.code, ErrorCode::kUnsupported);
  }
  const std::vector<std::string> most(kMaxChain, kBase);
  EXPECT_EQ(name_layers(layers_of(most), crypto::plugin_crypto()).size(), kMaxChain);
}

TEST(Clair2ChainNames, AreToldFromOtherNames) {
  EXPECT_TRUE(is_layer_name("710cccab3f9905cc424a43c8217437cb5db5936966fe67e7c609a053bbb040ce"));
  EXPECT_FALSE(is_layer_name("fmt2"));
  EXPECT_FALSE(is_layer_name("sha256:abc/def"));
  EXPECT_FALSE(is_layer_name("710CCCAB3F9905CC424A43C8217437CB5DB5936966FE67E7C609A053BBB040CE"));
}

}  // namespace
}  // namespace portside::clair::v2
