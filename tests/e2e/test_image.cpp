// SPDX-License-Identifier: Apache-2.0
#include "test_image.hpp"

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "crypto/digest.hpp"
#include "packed.hpp"

namespace portside::testing {
namespace {

using nlohmann::json;

constexpr char kManifest[] = "application/vnd.oci.image.manifest.v1+json";
constexpr char kIndex[] = "application/vnd.oci.image.index.v1+json";
constexpr char kDockerManifest[] = "application/vnd.docker.distribution.manifest.v2+json";
constexpr std::size_t kBlock = 512;

/// A header of POSIX tar (IEEE Std 1003.1, "pax", ustar).
std::string tar_header(const std::string& name, std::size_t size) {
  std::string block(kBlock, '\0');
  const auto put = [&block](std::size_t at, const std::string& text) {
    block.replace(at, text.size(), text);
  };
  std::array<char, 16> number{};
  std::snprintf(number.data(), number.size(), "%011zo", size);
  put(0, name);
  put(100, "0000644");
  put(108, "0000000");
  put(116, "0000000");
  put(124, number.data());
  put(136, "00000000000");
  put(148, "        ");
  put(156, "0");
  put(257, "ustar");
  put(263, "00");
  unsigned sum = 0;
  for (const char c : block) sum += static_cast<unsigned char>(c);
  std::snprintf(number.data(), number.size(), "%06o", sum);
  put(148, std::string(number.data()) + '\0' + ' ');
  return block;
}

json descriptor(const std::string& type, const std::string& content) {
  return {{"mediaType", type}, {"digest", digest_of(content)}, {"size", content.size()}};
}

}  // namespace

std::string tar(const std::vector<std::pair<std::string, std::string>>& files) {
  std::string archive;
  for (const auto& [name, content] : files) {
    archive += tar_header(name, content.size()) + content;
    archive.resize((archive.size() + kBlock - 1) / kBlock * kBlock, '\0');
  }
  return archive + std::string(2 * kBlock, '\0');
}

std::string digest_of(const std::string& content) {
  return "sha256:" + crypto::hex(crypto::sha256(content));
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
