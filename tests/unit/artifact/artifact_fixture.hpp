// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "digest_of.hpp"
#include "portside/host/artifact_service.hpp"
#include "portside/testing/memory_registry_access.hpp"
#include "portside/testing/test_call_context.hpp"

namespace portside::testing {

inline constexpr char kOciManifestType[] = "application/vnd.oci.image.manifest.v1+json";
inline constexpr char kOciIndexType[] = "application/vnd.oci.image.index.v1+json";
inline constexpr char kImageConfigType[] = "application/vnd.oci.image.config.v1+json";
inline constexpr char kGzipLayerType[] = "application/vnd.oci.image.layer.v1.tar+gzip";

/// A repository to push artifacts into, and a service with the built-in processors.
class ArtifactTest : public ::testing::Test {
 protected:
  using json = nlohmann::json;

  /// Puts a blob; its descriptor.
  json blob(const std::string& type, const std::string& content, const json& annotations = {}) {
    registry_.put_blob(digest_of(content), content);
    json descriptor = {
        {"mediaType", type}, {"digest", digest_of(content)}, {"size", content.size()}};
    if (!annotations.is_null()) descriptor["annotations"] = annotations;
    return descriptor;
  }

  /// Puts a manifest; its text.
  std::string manifest(const json& config, const std::vector<json>& layers,
                       const json& more = json::object()) {
    json document = {{"schemaVersion", 2},
                     {"mediaType", kOciManifestType},
                     {"config", config},
                     {"layers", layers}};
    document.update(more);
    return put(document.dump(), kOciManifestType);
  }

  /// Puts an index; its text.
  std::string index(const std::vector<json>& entries, const json& more = json::object()) {
    json document = {{"schemaVersion", 2}, {"mediaType", kOciIndexType}, {"manifests", entries}};
    document.update(more);
    return put(document.dump(), kOciIndexType);
  }

  /// The entry of an index for a manifest.
  static json entry(const std::string& manifest, const json& more = json::object()) {
    json entry = {{"mediaType", json::parse(manifest)["mediaType"]},
                  {"digest", digest_of(manifest)},
                  {"size", manifest.size()}};
    entry.update(more);
    return entry;
  }

  std::string put(std::string text, const std::string& type) {
    registry_.put_manifest(digest_of(text), type, text);
    return text;
  }

  AbstractedArtifact pushed(const std::string& manifest, const std::string& type = "",
                            const Artifact& known = {}) {
    return service_.abstract(manifest, type, known, registry_, context_);
  }
  Artifact artifact(const std::string& manifest) { return pushed(manifest).artifact; }

  Addition addition(const Artifact& artifact, const std::string& name) {
    return service_.addition(artifact, name, registry_, context_);
  }
  Addition addition(const std::string& manifest, const std::string& name) {
    return addition(artifact(manifest), name);
  }

  MemoryRegistryAccess registry_;
  TestCallContext context_;
  const std::shared_ptr<ProcessorRegistry> processors_ = std::make_shared<ProcessorRegistry>();
  const ArtifactService service_{processors_};
};

}  // namespace portside::testing
