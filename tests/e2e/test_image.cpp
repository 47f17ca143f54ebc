// SPDX-License-Identifier: Apache-2.0
#include "test_image.hpp"

#include <nlohmann/json.hpp>

#include "packed.hpp"
#include "tar_builder.hpp"

namespace portside::testing {
namespace {

using nlohmann::json;

constexpr char kManifest[] = "application/vnd.oci.image.manifest.v1+json";
constexpr char kIndex[] = "application/vnd.oci.image.index.v1+json";
constexpr char kDockerManifest[] = "application/vnd.docker.distribution.manifest.v2+json";

json descriptor(const std::string& type, const std::string& content) {
  return {{"mediaType", type}, {"digest", digest_of(content)}, {"size", content.size()}};
}

}  // namespace

std::string tar(const std::vector<std::pair<std::string, std::string>>& files) {
  TarBuilder archive;
  for (const auto& [name, content] : files) archive.file(name, content);
  return archive.finish();
}

TestLayer layer(const std::string& plain, const std::string& packed) {
  const std::string type = "application/vnd.oci.image.layer.v1.tar";
  if (packed == "tar") return {plain, type, digest_of(plain)};
  return {packed == "zstd" ? zstd(plain) : gzip(plain), type + "+" + packed, digest_of(plain)};
}

std::string put_image(RealRegistry& registry, const std::string& repository, const std::string& tag,
                      const TestImage& image) {
  json layers = json::array();
  json diff_ids = json::array();
  for (const TestLayer& each : image.layers) {
    registry.put_blob(repository, each.blob);
    layers.push_back(descriptor(each.media_type, each.blob));
    diff_ids.push_back(each.diff_id);
  }
  const json config = {{"os", "linux"},
                       {"architecture", image.architecture},
                       {"rootfs", {{"type", "layers"}, {"diff_ids", diff_ids}}}};
  const std::string text = image.config.value_or(config.dump());
  registry.put_blob(repository, text);
  json manifest = {
      {"schemaVersion", 2},
      {"config", descriptor(image.docker ? "application/vnd.docker.container.image.v1+json"
                                         : "application/vnd.oci.image.config.v1+json",
                            text)},
      {"layers", layers}};
  const char* const type = image.docker ? kDockerManifest : kManifest;
  if (image.says_type) manifest["mediaType"] = type;
  return registry.put_manifest(repository, tag, type, manifest.dump());
}

std::string put_index(RealRegistry& registry, const std::string& repository, const std::string& tag,
                      const std::vector<TestEntry>& entries) {
  json manifests = json::array();
  for (const TestEntry& each : entries) {
    json entry = {
        {"mediaType", each.is_index ? kIndex : kManifest}, {"digest", each.digest}, {"size", 100}};
    const std::size_t slash = each.platform.find('/');
    if (slash != std::string::npos) {
      entry["platform"] = {{"os", each.platform.substr(0, slash)},
                           {"architecture", each.platform.substr(slash + 1)}};
    }
    if (each.attestation) {
      entry["annotations"] = {{"vnd.docker.reference.type", "attestation-manifest"}};
    }
    manifests.push_back(std::move(entry));
  }
  const json index = {{"schemaVersion", 2}, {"mediaType", kIndex}, {"manifests", manifests}};
  return registry.put_manifest(repository, tag, kIndex, index.dump());
}

}  // namespace portside::testing
