// SPDX-License-Identifier: Apache-2.0
#include "offline/image_document.hpp"

#include "error_of.hpp"
#include "portside/testing/memory_registry_access.hpp"
#include "portside/testing/test_call_context.hpp"

namespace portside::offline {
namespace {

using ::testing::HasSubstr;

const std::string kConfigDigest = "sha256:" + std::string(64, 'c');
const std::string kLayerDigest = "sha256:" + std::string(64, '1');

class ImageDocuments : public ::testing::Test {
 protected:
  ImageDocument read(const std::string& manifest, const std::string& config = "{}") {
    testing::MemoryRegistryAccess registry;
    registry.put_manifest("sha256:m", "", manifest);
    registry.put_blob(kConfigDigest, config);
    return read_image_document("sha256:m", registry, context_);
  }

  testing::TestCallContext context_;
};

const std::string kManifest =
    R"({"config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":")" +
    kConfigDigest + R"("},"layers":[{"digest":")" + kLayerDigest + R"(","size":10},{"digest":")" +
    kConfigDigest + "\"}]}";

TEST_F(ImageDocuments, JoinLayersAndDiffIds) {
  const ImageDocument image =
      read(kManifest, R"({"os":"linux","rootfs":{"type":"layers","diff_ids":["d1","d2"]}})");
  EXPECT_EQ(image.os, "linux");
  ASSERT_EQ(image.layers.size(), 2U);
  EXPECT_EQ(image.layers[0].digest, kLayerDigest);
  EXPECT_EQ(image.layers[0].size, 10U);
  EXPECT_EQ(image.layers[1].diff_id, "d2");
}

TEST_F(ImageDocuments, HaveADiffIdForEachLayer) {
  const AdapterError error =
      testing::error_of([&] { read(kManifest, R"({"rootfs":{"diff_ids":["d1"]}})"); });
  EXPECT_EQ(error.code, ErrorCode::kMalformedData);
  EXPECT_THAT(error.message, HasSubstr("has 2 layers and the image's config 1 diff_ids"));
  EXPECT_THAT(testing::error_of([&] {
                read(kManifest, R"({"rootfs":{"diff_ids":["d1","d2","d3"]}})");
              }).message,
              HasSubstr("has more than 2 diff_ids"));
}

TEST_F(ImageDocuments, OfOtherThingsAreLeftAlone) {
  const ImageDocument chart =
      read(R"({"config":{"mediaType":"application/vnd.cncf.helm.config.v1+json","digest":")" +
           kLayerDigest + R"("},"layers":[{"digest":")" + kLayerDigest + "\"}]}");
  EXPECT_EQ(chart.config_media_type, "application/vnd.cncf.helm.config.v1+json");
  EXPECT_TRUE(chart.layers.empty());
}

TEST_F(ImageDocuments, AreOfOnePlatform) {
  EXPECT_EQ(testing::code_of([&] { read(R"({"manifests":[]})"); }), ErrorCode::kUnsupported);
}

TEST_F(ImageDocuments, HaveLimits) {
  EXPECT_EQ(testing::code_of([&] { read(kManifest, std::string((8U << 20U) + 1, ' ')); }),
            ErrorCode::kTooLarge);
  EXPECT_EQ(testing::code_of([&] { read(kManifest, "{"); }), ErrorCode::kMalformedData);
}

}  // namespace
}  // namespace portside::offline
