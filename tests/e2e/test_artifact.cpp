// SPDX-License-Identifier: Apache-2.0
#include "test_artifact.hpp"

#include <nlohmann/json.hpp>

namespace portside::testing {
namespace {

constexpr char kArtifactManifest[] = "application/vnd.oci.image.manifest.v1+json";
constexpr char kArtifactIndex[] = "application/vnd.oci.image.index.v1+json";

nlohmann::json pushed(RealRegistry& registry, const std::string& repository, const TestBlob& blob) {
  nlohmann::json descriptor = {{"mediaType", blob.media_type},
                               {"digest", registry.put_blob(repository, blob.content)},
                               {"size", blob.content.size()}};
  if (!blob.annotations.empty()) descriptor["annotations"] = blob.annotations;
  return descriptor;
}

}  // namespace

std::string put_artifact(RealRegistry& registry, const std::string& repository,
                         const std::string& tag, const TestArtifact& artifact) {
  nlohmann::json manifest = {{"schemaVersion", 2},
                             {"mediaType", kArtifactManifest},
                             {"config", pushed(registry, repository, artifact.config)},
                             {"layers", nlohmann::json::array()}};
  for (const TestBlob& each : artifact.layers) {
    manifest["layers"].push_back(pushed(registry, repository, each));
  }
  if (!artifact.artifact_type.empty()) manifest["artifactType"] = artifact.artifact_type;
  if (!artifact.annotations.empty()) manifest["annotations"] = artifact.annotations;
  if (!artifact.subject.empty()) {
    manifest["subject"] = {
        {"mediaType", kArtifactManifest}, {"digest", artifact.subject}, {"size", 100}};
  }
  return registry.put_manifest(repository, tag, kArtifactManifest, manifest.dump());
}

std::string put_artifact_index(RealRegistry& registry, const std::string& repository,
                               const std::string& tag, const std::vector<TestChild>& children,
                               const std::map<std::string, std::string>& annotations) {
  nlohmann::json index = {
      {"schemaVersion", 2}, {"mediaType", kArtifactIndex}, {"manifests", nlohmann::json::array()}};
  for (const TestChild& each : children) {
    nlohmann::json entry = {
        {"mediaType", kArtifactManifest}, {"digest", each.digest}, {"size", each.size}};
    if (!each.annotations.empty()) entry["annotations"] = each.annotations;
    index["manifests"].push_back(std::move(entry));
  }
  if (!annotations.empty()) index["annotations"] = annotations;
  return registry.put_manifest(repository, tag, kArtifactIndex, index.dump());
}

}  // namespace portside::testing
