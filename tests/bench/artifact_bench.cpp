// SPDX-License-Identifier: Apache-2.0
// What a push of an image costs: its processor beside nlohmann's parser, which reads the config and
// nothing else.
#include <benchmark/benchmark.h>

#include <nlohmann/json.hpp>
#include <string>

#include "artifact/builtins.hpp"
#include "portside/testing/memory_registry_access.hpp"
#include "portside/testing/test_call_context.hpp"

namespace portside::bench {
namespace {

using nlohmann::json;

constexpr int kArtifactBatch = 50;
constexpr char kManifestType[] = "application/vnd.oci.image.manifest.v1+json";
constexpr char kConfigType[] = "application/vnd.oci.image.config.v1+json";

std::string digest_number(int number) {
  const std::string digits = std::to_string(number);
  return "sha256:" + std::string(64 - digits.size(), '0') + digits;
}

/// An image of 12 layers whose config has 10 KB, most of it history.
struct PushedImage {
  PushedImage() {
    json history = json::array();
    json layers = json::array();
    json diff_ids = json::array();
    for (int i = 0; i < 12; ++i) {
      layers.push_back({{"mediaType", "application/vnd.oci.image.layer.v1.tar+gzip"},
                        {"digest", digest_number(i)},
                        {"size", 1'000'000 + i}});
      diff_ids.push_back(digest_number(100 + i));
    }
    json document = {
        {"architecture", "amd64"},
        {"os", "linux"},
        {"created", "2024-03-29T17:08:00.123456789Z"},
        {"config",
         {{"Env", {"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin", "LANG=C.UTF-8"}},
          {"Labels", {{"maintainer", "Ann <ann@example.org>"}}},
          {"Cmd", {"/bin/sh"}}}},
        {"rootfs", {{"type", "layers"}, {"diff_ids", diff_ids}}}};
    while (document.dump().size() + history.dump().size() < 10'000) {
      history.push_back({{"created", "2024-03-29T17:08:00.123456789Z"},
                         {"created_by",
                          "/bin/sh -c set -eux; apt-get update && apt-get install -y "
                          "--no-install-recommends ca-certificates \"curl\""},
                         {"empty_layer", true}});
    }
    document["history"] = history;
    config = document.dump();
    manifest = json{
        {"schemaVersion", 2},
        {"mediaType", kManifestType},
        {"config",
         {{"mediaType", kConfigType}, {"digest", digest_number(999)}, {"size", config.size()}}},
        {"layers",
         layers}}.dump();
    registry.put_blob(digest_number(999), config);
    registry.set_piece_size(config.size());
    artifact.manifest_media_type = kManifestType;
    artifact.media_type = artifact.artifact_type = kConfigType;
  }

  std::string config;
  std::string manifest;
  Artifact artifact;
  testing::MemoryRegistryAccess registry;
  testing::TestCallContext context;
};

void reference_nlohmann_config(benchmark::State& state) {
  const PushedImage image;
  for (auto _ : state) {
    for (int i = 0; i < kArtifactBatch; ++i) {
      benchmark::DoNotOptimize(json::parse(image.config));
    }
  }
}
BENCHMARK(reference_nlohmann_config)->Unit(benchmark::kMicrosecond);

void abstract_image(benchmark::State& state) {
  PushedImage image;
  const auto processor = artifact::make_image_processor();
  for (auto _ : state) {
    for (int i = 0; i < kArtifactBatch; ++i) {
      benchmark::DoNotOptimize(processor->abstract_metadata(image.manifest, image.artifact,
                                                            image.registry, image.context));
    }
  }
}
BENCHMARK(abstract_image)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace portside::bench
