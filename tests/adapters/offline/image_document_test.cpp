// SPDX-License-Identifier: Apache-2.0
#include "offline/image_document.hpp"

#include "error_of.hpp"
#include "portside/testing/memory_registry_access.hpp"
#include "portside/testing/test_call_context.hpp"

namespace portside::offline {
namespace {

using ::testing::HasSubstr;

class ImageDocuments : public ::testing::Test {
 protected:
  ImageDocument read(const std::string& manifest, const std::string& config = "{}") {
    testing::MemoryRegistryAccess registry;
    registry.put_manifest("sha256:m", "", manifest);
    registry.put_blob("sha256:c", config);
    return read_image_document("sha256:m", registry, context_);
  }

  testing::TestCallContext context_;
};

constexpr char kManifest[] =
    R"({"schemaVersion":2,"config":{"mediaType":"application/vnd.oci.image.config.v1+json",
        "digest":"sha256:c","size":2},"annotations":{"config":{"digest":"x"}},
        "layers":[{"mediaType":"m","digest":"sha256:1","size":10},{"digest":"sha256:2"}]})";

TEST_F(ImageDocuments, JoinLayersAndDiffIds) {
  const ImageDocument image =
      read(kManifest, R"({"os":"linux","rootfs":{"type":"layers","diff_ids":["d1","d2"]}})");
  EXPECT_EQ(image.os, "linux");
  ASSERT_EQ(image.layers.size(), 2U);
  EXPECT_EQ(image.layers[0].digest, "sha256:1");
  EXPECT_EQ(image.layers[0].size, 10U);
  EXPECT_EQ(image.layers[1].diff_id, "d2");
}

TEST_F(ImageDocuments, HaveADiffIdForEachLayer) {
  const AdapterError error =
      testing::error_of([&] { read(kManifest, R"({"rootfs":{"diff_ids":["d1"]}})"); });
  EXPECT_EQ(error.code, ErrorCode::kMalformedData);
  EXPECT_THAT(error.message, HasSubstr("has 2 layers and the image's config 1 diff_ids"));
}

TEST_F(ImageDocuments, OfOtherThingsAreLeftAlone) {
  const ImageDocument chart = read(
      R"({"config":{"mediaType":"application/vnd.cncf.helm.config.v1+json","digest":"sha256:no"},
          "layers":[{"digest":"sha256:1"}]})");
  EXPECT_FALSE(is_image_config(chart.config_media_type));
  EXPECT_TRUE(chart.layers.empty());
  EXPECT_TRUE(is_image_config("application/vnd.docker.container.image.v1+json"));
}

TEST_F(ImageDocuments, AreOfOnePlatform) {
  EXPECT_EQ(testing::code_of([&] { read(R"({"manifests":[]})"); }), ErrorCode::kUnsupported);
}

TEST_F(ImageDocuments, HaveLimits) {
  std::string layers;
  for (int i = 0; i < 10'001; ++i) layers += i == 0 ? "{}" : ",{}";
  EXPECT_EQ(testing::code_of([&] { read("{\"layers\":[" + layers + "]}"); }), ErrorCode::kTooLarge);
  EXPECT_EQ(testing::code_of([&] { read(kManifest, std::string((8U << 20U) + 1, ' ')); }),
            ErrorCode::kTooLarge);
  EXPECT_EQ(testing::code_of([&] { read(kManifest, "{"); }), ErrorCode::kMalformedData);
}

}  // namespace
}  // namespace portside::offline
