// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "portside/sdk/processor_base.hpp"

namespace portside::testing {

/// A processor that keeps all rules: a manifest begins with a brace.
class GoodProcessor : public sdk::ProcessorBase {
 public:
  ProcessorInfo describe() const override {
    return {"Good", {"application/vnd.portside.test.config.v1+json"}, {}};
  }
  std::string artifact_type(const Artifact&, const CallContext&) override { return "GOOD"; }
  std::vector<std::string> addition_types(const Artifact&, const CallContext&) override {
    return {"README.MD"};
  }
  ArtifactMetadata abstract_metadata(const std::string& manifest, const Artifact&, RegistryAccess&,
                                     const CallContext&) override {
    if (manifest.empty() || manifest.front() != '{') throw malformed();
    ArtifactMetadata metadata;
    metadata.extra_attrs = Json{"{\"bytes\":" + std::to_string(manifest.size()) + "}"};
    return metadata;
  }
  Addition abstract_addition(const Artifact& artifact, const std::string& addition_type,
                             RegistryAccess& registry, const CallContext& context) override {
    if (addition_type != "README.MD") {
      throw AdapterError(ErrorCode::kUnsupported, "there is no such addition");
    }
    std::string media_type;
    return {registry.manifest(artifact.digest, media_type, context), "application/json"};
  }

 protected:
  static AdapterError malformed() {
    return AdapterError(ErrorCode::kMalformedData, "the manifest is malformed");
  }
};

}  // namespace portside::testing
