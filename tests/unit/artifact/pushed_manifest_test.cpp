// SPDX-License-Identifier: Apache-2.0
#include "artifact/pushed_manifest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "error_of.hpp"

namespace portside::artifact {
namespace {

using nlohmann::json;
using testing::code_of;

constexpr char kOci[] = "application/vnd.oci.image.manifest.v1+json";
constexpr char kIndex[] = "application/vnd.oci.image.index.v1+json";

json entry_of(const std::string& type, std::uint64_t size, char digit = 'a') {
  return {{"mediaType", type}, {"digest", "sha256:" + std::string(64, digit)}, {"size", size}};
}

json image_of(std::uint64_t layer = 10) {
  return {{"schemaVersion", 2},
          {"mediaType", kOci},
          {"config", entry_of("x/config", 5)},
          {"layers", {entry_of("x/layer", layer), entry_of("x/layer", 1)}}};
}

TEST(PushedManifestTest, AnImageIsItsConfigAndLayers) {
  json image = image_of();
  image["annotations"] = {{"a", "b"}};
  const std::string text = image.dump();
  const PushedManifest pushed = read_pushed_manifest(text, kOci);
  EXPECT_EQ(pushed.media_type, "x/config");
  EXPECT_EQ(pushed.manifest_media_type, kOci);
  EXPECT_EQ(pushed.artifact_type, "x/config");
  EXPECT_EQ(pushed.size, static_cast<std::int64_t>(text.size()) + 16);
  EXPECT_EQ(pushed.annotations.at("a"), "b");
  EXPECT_FALSE(pushed.is_index);
}

TEST(PushedManifestTest, AnArtifactTypeIsKept) {
  json image = image_of();
  image["artifactType"] = "x/thing";
  const PushedManifest pushed = read_pushed_manifest(image.dump(), "");
  EXPECT_EQ(pushed.artifact_type, "x/thing");
  EXPECT_EQ(pushed.media_type, "x/config");
  EXPECT_EQ(pushed.manifest_media_type, kOci) << "as it says itself";
}

TEST(PushedManifestTest, AnIndexIsItsType) {
  json index = {{"schemaVersion", 2}, {"mediaType", kIndex}, {"manifests", {entry_of(kOci, 7)}}};
  const std::string text = index.dump();
  PushedManifest pushed = read_pushed_manifest(text, kIndex);
  EXPECT_TRUE(pushed.is_index);
  EXPECT_EQ(pushed.media_type, kIndex);
  EXPECT_EQ(pushed.artifact_type, "");
  EXPECT_EQ(pushed.size, static_cast<std::int64_t>(text.size())) << "its children come later";
  EXPECT_EQ(pushed.children.size(), 1U);
  index["annotations"] = {{"org.opencontainers.artifactType", "x/bundle"}};
  pushed = read_pushed_manifest(index.dump(), kIndex);
  EXPECT_EQ(pushed.media_type, "x/bundle");
  EXPECT_EQ(pushed.manifest_media_type, kIndex);
}

TEST(PushedManifestTest, RefusesWhatItDoesNotKnow) {
  const std::string image = image_of().dump();
  for (const char* type : {"text/plain", "application/vnd.oci.image.config.v1+json", "x"}) {
    EXPECT_EQ(code_of([&] { read_pushed_manifest(image, type); }), ErrorCode::kUnsupported) << type;
  }
  for (const char* text : {"", "[]", "{}", R"({"schemaVersion":2})", R"({"schemaVersion":3})"}) {
    EXPECT_EQ(code_of([&] { read_pushed_manifest(text, kOci); }), ErrorCode::kRegistryBadAnswer)
        << text;
    EXPECT_EQ(code_of([&] { read_pushed_manifest(text, ""); }), ErrorCode::kRegistryBadAnswer);
  }
  const std::string signed_type(kSignedManifestV1);
  EXPECT_EQ(code_of([&] { read_pushed_manifest(image, signed_type); }),
            ErrorCode::kRegistryBadAnswer);
}

TEST(PushedManifestTest, SizesHaveASum) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  for (const std::uint64_t size : {kMost, kMost / 2, kMost / 2 - 10}) {
    EXPECT_EQ(code_of([&] { read_pushed_manifest(image_of(size).dump(), kOci); }),
              ErrorCode::kRegistryBadAnswer)
        << size;
  }
  EXPECT_GT(read_pushed_manifest(image_of(kMost / 4).dump(), kOci).size, 0);
}

TEST(ReferencesJson, HasTheNamesOfHarbor) {
  oci::Descriptor child;
  child.digest = "sha256:x";
  const std::string ids = R"([{"id":0,"parent_id":0,"child_id":0,"child_digest":"sha256:x",)";
  EXPECT_EQ(references_json({child}), ids + R"("Platform":null,"urls":null,"annotations":null}])");
  child.platform = oci::Platform{"windows", "arm", "v7", "1.2", {"win32k", "b"}};
  child.annotations = {{"a", "\xff"}};
  child.urls = {"https://u"};
  EXPECT_EQ(references_json({child}),
            ids + R"("Platform":{"architecture":"arm","os":"windows","os.version":"1.2",)" +
                R"("os.features":["win32k","b"],"variant":"v7"},"urls":["https://u"],)" +
                "\"annotations\":{\"a\":\"\xef\xbf\xbd\"}}]");
  EXPECT_EQ(references_json({}), "[]");
}

}  // namespace
}  // namespace portside::artifact
