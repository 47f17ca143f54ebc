// SPDX-License-Identifier: Apache-2.0
#include "conformance/sample_image.hpp"

#include <nlohmann/json.hpp>

#include "crypto/digest.hpp"

namespace portside::conformance {
namespace {

using nlohmann::ordered_json;

constexpr char kManifestType[] = "application/vnd.oci.image.manifest.v1+json";
constexpr char kConfigType[] = "application/vnd.oci.image.config.v1+json";
constexpr char kLayerType[] = "application/vnd.oci.image.layer.v1.tar";

std::string digest_of(const std::string& content) {
  return "sha256:" + crypto::hex(crypto::sha256(content));
}

ordered_json descriptor(const std::string& media_type, const std::string& content) {
  return {{"mediaType", media_type}, {"digest", digest_of(content)}, {"size", content.size()}};
}

/// A tar archive without members: zero bytes, in whole blocks of 512 (POSIX pax).
std::string empty_tar(std::size_t blocks) {
  return std::string(blocks * 512, '\0');
}

ordered_json config_of(const std::string& first, const std::string& second) {
  return {{"architecture", "amd64"},
          {"os", "linux"},
          {"config", ordered_json::object()},
          {"rootfs", {{"type", "layers"}, {"diff_ids", {digest_of(first), digest_of(second)}}}}};
}

}  // namespace

SampleImage put_sample_image(testing::MemoryRegistryAccess& registry,
                             const std::string& config_media_type) {
  const std::string config_type = config_media_type.empty() ? kConfigType : config_media_type;
  const std::string first = empty_tar(2);
  const std::string second = empty_tar(20);
  const std::string config = config_of(first, second).dump();
  const ordered_json manifest = {
      {"schemaVersion", 2},
      {"mediaType", kManifestType},
      {"config", descriptor(config_type, config)},
      {"layers", {descriptor(kLayerType, first), descriptor(kLayerType, second)}}};

  SampleImage image;
  image.manifest = manifest.dump();
  const std::string digest = digest_of(image.manifest);
  registry.put_manifest(digest, kManifestType, image.manifest);
  registry.put_blob(digest_of(config), config);
  for (const std::string& layer : {first, second}) {
    registry.put_blob(digest_of(layer), layer);
    registry.put_layer(digest_of(layer), digest_of(layer), layer);
  }

  ImageReference& reference = image.request.image;
  reference.registry_url = registry.url();
  reference.repository = registry.repository();
  reference.digest = digest;
  reference.manifest_media_type = kManifestType;
  reference.config_media_type = config_type;
  reference.platform = "linux/amd64";
  reference.tags = {"latest"};

  Artifact& artifact = image.artifact;
  artifact.id = 1;
  artifact.media_type = config_type;
  artifact.manifest_media_type = kManifestType;
  artifact.artifact_type = config_type;
  artifact.repository_name = registry.repository();
  artifact.digest = digest;
  artifact.size = static_cast<std::int64_t>(image.manifest.size() + config.size() + first.size() +
                                            second.size());
  return image;
}

}  // namespace portside::conformance
