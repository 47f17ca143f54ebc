// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/image_manifest.hpp"

#include "error_of.hpp"

namespace portside::sdk {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string kOne = "sha256:" + std::string(64, '1');
const std::string kTwo = "sha512:" + std::string(128, 'a');

std::string manifest_of(const std::string& layers) {
  return R"({"schemaVersion":2,"config":{"mediaType":"application/vnd.oci.image.config.v1+json",
             "digest":")" +
         kOne + R"(","size":2},"annotations":{"config":{"digest":"x"}},"layers":[)" + layers + "]}";
}

ImageManifest read(const std::string& text) {
  return read_image_manifest(text, "sha256:m");
}

TEST(ImageManifests, ListLayersBottomUp) {
  const ImageManifest manifest =
      read(manifest_of(R"({"mediaType":"a","digest":")" + kOne + R"(","size":10,"x":[{}]},)" +
                       R"({"digest":")" + kTwo + R"(","size":-1,"urls":["https://a/b",5]})"));
  EXPECT_EQ(manifest.config_digest, kOne);
  EXPECT_EQ(manifest.config_media_type, "application/vnd.oci.image.config.v1+json");
  ASSERT_EQ(manifest.layers.size(), 2U);
  EXPECT_EQ(manifest.layers[0].digest, kOne);
  EXPECT_EQ(manifest.layers[0].media_type, "a");
  EXPECT_EQ(manifest.layers[0].size, 10U);
  EXPECT_EQ(manifest.layers[1].digest, kTwo);
  EXPECT_EQ(manifest.layers[1].size, 0U);
  EXPECT_THAT(manifest.layers[1].urls, ElementsAre("https://a/b"));
}

TEST(ImageManifests, MayHaveNoLayersAndNoConfig) {
  EXPECT_TRUE(read(manifest_of("")).layers.empty());
  EXPECT_EQ(read(R"({"layers":[]})").config_media_type, "");
}

TEST(ImageManifests, NameNoOtherManifests) {
  const AdapterError error = testing::error_of([] { read(R"({"manifests":[]})"); });
  EXPECT_EQ(error.code, ErrorCode::kUnsupported);
  EXPECT_THAT(error.message, HasSubstr("sha256:m is an index"));
}

TEST(ImageManifests, AreNotOfSchema1) {
  for (const std::string& text :
       {std::string(R"({"schemaVersion":1,"name":"a","fsLayers":[{"blobSum":"x"}],"history":[]})"),
        R"({"fsLayers":[],)" + manifest_of("").substr(1)}) {
    const AdapterError error = testing::error_of([&] { read(text); });
    EXPECT_EQ(error.code, ErrorCode::kUnsupported);
    EXPECT_THAT(error.message, HasSubstr("Docker image manifest version 2, schema 1"));
    EXPECT_THAT(error.message, HasSubstr("push the image again"));
  }
}

TEST(ImageManifests, HaveDigests) {
  for (const std::string& digest :
       {std::string(), std::string("sha256:"), kOne + "1", "sha256:" + std::string(64, 'A'),
        "md5:" + std::string(64, '1'), "sha256:" + std::string(61, '1') + "/.."}) {
    const AdapterError error = testing::error_of(
        [&] { read(manifest_of(R"({"digest":")" + kOne + R"("},{"digest":")" + digest + "\"}")); });
    EXPECT_EQ(error.code, ErrorCode::kMalformedData) << digest;
    EXPECT_THAT(error.message, HasSubstr("no valid digest for layer 2")) << digest;
  }
  EXPECT_THAT(testing::error_of([] { read(R"({"config":{"digest":"x"}})"); }).message,
              HasSubstr("for its config"));
}

TEST(ImageManifests, AreJsonOfALimitedSize) {
  EXPECT_EQ(testing::code_of([] { read("{"); }), ErrorCode::kMalformedData);
  std::string layers;
  for (int i = 0; i < 10'001; ++i) layers += i == 0 ? "{}" : ",{}";
  EXPECT_EQ(testing::code_of([&] { read(manifest_of(layers)); }), ErrorCode::kTooLarge);
}

TEST(MediaTypes, SayWhatIsAnImage) {
  EXPECT_TRUE(is_image_config("application/vnd.oci.image.config.v1+json"));
  EXPECT_TRUE(is_image_config("application/vnd.docker.container.image.v1+json"));
  EXPECT_FALSE(is_image_config("application/vnd.cncf.helm.config.v1+json"));
  EXPECT_FALSE(is_image_config(""));
}

TEST(MediaTypes, SayWhatMustNotBeDistributed) {
  EXPECT_TRUE(is_foreign_layer("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"));
  EXPECT_TRUE(is_foreign_layer("application/vnd.oci.image.layer.nondistributable.v1.tar+zstd"));
  EXPECT_FALSE(is_foreign_layer("application/vnd.docker.image.rootfs.diff.tar.gzip"));
  EXPECT_FALSE(is_foreign_layer(""));
}

}  // namespace
}  // namespace portside::sdk
