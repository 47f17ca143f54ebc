// SPDX-License-Identifier: Apache-2.0
#include "oci/manifest.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "error_of.hpp"
#include "oci/media_types.hpp"

namespace portside::oci {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

const std::string kDigest = "sha256:" + std::string(64, '1');

json descriptor(const std::string& type = "application/x") {
  return {{"mediaType", type}, {"digest", kDigest}, {"size", 7}};
}

json image() {
  return {{"schemaVersion", 2},
          {"mediaType", kOciManifest},
          {"config", descriptor("application/vnd.oci.image.config.v1+json")},
          {"layers", {descriptor("application/vnd.oci.image.layer.v1.tar+gzip"), descriptor()}}};
}

json index() {
  json one = descriptor(std::string(kOciManifest));
  one["platform"] = {{"os", "linux"}, {"architecture", "arm64"}, {"variant", "v8"}};
  one["platform"]["os.features"] = {"win32k"};
  json two = descriptor(std::string(kOciManifest));
  two["platform"] = {{"os", "unknown"}, {"architecture", "unknown"}};
  json three = descriptor(std::string(kOciManifest));
  three["annotations"] = {{"vnd.docker.reference.type", "attestation-manifest"}};
  return {{"schemaVersion", 2}, {"mediaType", kOciIndex}, {"manifests", {one, two, three}}};
}

Manifest parsed(const json& document, std::string_view type = "") {
  return parse_manifest(document.dump(), type);
}

std::string refusal(const json& document, std::string_view type = "") {
  const AdapterError error = testing::error_of([&] { parsed(document, type); });
  EXPECT_EQ(error.code, ErrorCode::kRegistryBadAnswer);
  return error.message;
}

TEST(Manifest, OfAnImage) {
  const Manifest manifest =
      parsed(image(), "application/vnd.oci.image.manifest.v1+json; charset=x");
  EXPECT_FALSE(manifest.is_index);
  EXPECT_EQ(manifest.media_type, kOciManifest);
  EXPECT_EQ(manifest.config.digest, kDigest);
  EXPECT_EQ(manifest.config.size, 7U);
  EXPECT_THAT(manifest.layers, SizeIs(2));
  EXPECT_FALSE(manifest.subject);
}

TEST(Manifest, TakesItsTypeFromTheAnswerWhereItSaysNone) {
  json document = image();
  document.erase("mediaType");
  EXPECT_EQ(parsed(document, kDockerManifest).media_type, kDockerManifest);
  EXPECT_THAT(refusal(document, "text/html"), HasSubstr("its media type is \"text/html\""));
}

TEST(Manifest, OfAnArtifact) {
  json document = image();
  document["artifactType"] = "application/vnd.acme.sbom";
  document["subject"] = descriptor();
  document["annotations"] = {{"a", "b"}};
  document["layers"][0]["urls"] = {"https://elsewhere.example/layer"};
  document["layers"][1]["annotations"] = nullptr;
  const Manifest manifest = parsed(document);
  EXPECT_EQ(manifest.artifact_type, "application/vnd.acme.sbom");
  EXPECT_EQ(manifest.subject.value().digest, kDigest);
  EXPECT_EQ(manifest.annotations.at("a"), "b");
  EXPECT_THAT(manifest.layers.at(0).urls, SizeIs(1));
}

TEST(Manifest, OfAnIndex) {
  const Manifest manifest = parsed(index());
  EXPECT_TRUE(manifest.is_index);
  ASSERT_THAT(manifest.manifests, SizeIs(3));
  EXPECT_EQ(manifest.manifests[0].platform.value().text(), "linux/arm64/v8");
  EXPECT_THAT(manifest.manifests[0].platform.value().os_features, ElementsAre("win32k"));
  EXPECT_FALSE(is_attestation(manifest.manifests[0]));
  EXPECT_TRUE(is_attestation(manifest.manifests[1]));
  EXPECT_TRUE(is_attestation(manifest.manifests[2]));
}

TEST(Manifest, RefusesTwoInOne) {
  json both = image();
  both["manifests"] = index()["manifests"];
  EXPECT_THAT(refusal(both), HasSubstr("the members of an image and those of an index"));
  both["mediaType"] = kOciIndex;
  EXPECT_THAT(refusal(both), HasSubstr("the members of an image and those of an index"));
  EXPECT_THAT(refusal(image(), kOciIndex), HasSubstr("it says that it is"));
}

TEST(Manifest, RefusesWhatIsNone) {
  const auto with = [](const char* path, json value) {
    json document = image();
    document[json::json_pointer(path)] = std::move(value);
    return document;
  };
  const std::vector<std::pair<json, std::string>> cases = {
      {json::array(), "no JSON object"},
      {json::object(), "schemaVersion is not 2"},
      {with("/schemaVersion", 1), "schemaVersion is not 2"},
      {with("/schemaVersion", "2"), "schemaVersion is not 2"},
      {with("/mediaType", "application/vnd.docker.distribution.manifest.v1+json"), "media type is"},
      {with("/mediaType", 5), "mediaType is no text"},
      {with("/config", nullptr), "no config"},
      {with("/config", "x"), "config is no object"},
      {with("/config/digest", "sha256:../../etc"), "config.digest is \"sha256:../../etc\""},
      {with("/config/digest", nullptr), "config.digest is \"\""},
      {with("/config/size", -1), "config.size is no size"},
      {with("/config/size", 1.5), "config.size is no size"},
      {with("/config/size", "7"), "config.size is no size"},
      {with("/layers", "x"), "layers is no list"},
      {with("/layers/1", 5), "layers[1] is no object"},
      {with("/layers/1/urls", {1}), "layers[1].urls holds something else"},
      {with("/annotations", {{"a", 1}}), "annotations holds something else"},
      {with("/subject", {{"digest", "x"}}), "subject.digest is"},
  };
  for (const auto& [document, part] : cases) {
    EXPECT_THAT(refusal(document), HasSubstr(part)) << document.dump().substr(0, 300);
  }
}

TEST(Manifest, RefusesSchema1ByItsName) {
  for (const int version : {1, 2}) {
    const json old = {{"schemaVersion", version}, {"fsLayers", json::array()}};
    const AdapterError error = testing::error_of([&] {
      parse_manifest(old.dump(), "application/vnd.docker.distribution.manifest.v1+prettyjws");
    });
    EXPECT_EQ(error.code, ErrorCode::kUnsupported);
    EXPECT_THAT(error.message, HasSubstr("Docker image manifest version 2, schema 1"));
    EXPECT_THAT(error.message, HasSubstr("push the image again"));
  }
}

TEST(Manifest, IsBounded) {
  std::string many = R"({"schemaVersion":2,"manifests":[0)";
  for (int i = 0; i < 10'000; ++i) many += ",0";
  EXPECT_THAT(testing::error_of([&] { parse_manifest(many + "]}", kOciIndex); }).message,
              HasSubstr("more than 10,000"));
  const auto code = [](const std::string& text) {
    return testing::code_of([&] { parse_manifest(text, kOciManifest); });
  };
  EXPECT_EQ(code(""), ErrorCode::kRegistryBadAnswer);
  EXPECT_EQ(code("<html>"), ErrorCode::kRegistryBadAnswer);
  EXPECT_EQ(code("{\"a\":"), ErrorCode::kRegistryBadAnswer);
  EXPECT_EQ(code(std::string(5 << 20, ' ')), ErrorCode::kRegistryBadAnswer);
  EXPECT_EQ(code("{\"a\":" + std::string(100'000, '[') + std::string(100'000, ']') + "}"),
            ErrorCode::kRegistryBadAnswer);
}

}  // namespace
}  // namespace portside::oci
