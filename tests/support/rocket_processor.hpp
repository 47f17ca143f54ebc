// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "portside/api/error.hpp"
#include "portside/sdk/processor_base.hpp"

namespace portside::testing {

/// A processor for both sides of the remote API: what a test wants it to say or throw, it does.
class RocketProcessor final : public sdk::ProcessorBase {
 public:
  ProcessorInfo describe() const override { return {"rocket", {}, {}}; }

  std::string artifact_type(const Artifact& artifact, const CallContext&) override {
    last_artifact = artifact;
    return type;
  }

  std::vector<std::string> addition_types(const Artifact& artifact, const CallContext&) override {
    last_artifact = artifact;
    return additions;
  }

  ArtifactMetadata abstract_metadata(const std::string& manifest, const Artifact& artifact,
                                     RegistryAccess& registry,
                                     const CallContext& context) override {
    last_artifact = artifact;
    last_manifest = manifest;
    read(registry, context);
    return metadata;
  }

  Addition abstract_addition(const Artifact& artifact, const std::string& addition_type,
                             RegistryAccess& registry, const CallContext& context) override {
    last_artifact = artifact;
    last_addition = addition_type;
    read(registry, context);
    return addition;
  }

  std::string type = "ROCKET";
  std::vector<std::string> additions = {"readme.md"};
  ArtifactMetadata metadata;
  Addition addition = {"# R1", "text/markdown; charset=utf-8"};
  /// Ask the registry for its Authorization header, into last_authorization.
  bool reads = false;

  Artifact last_artifact;
  std::string last_manifest;
  std::string last_addition;
  std::string last_authorization;

 private:
  void read(RegistryAccess& registry, const CallContext& context) {
    if (reads) last_authorization = registry.authorization(context).header;
  }
};

}  // namespace portside::testing
