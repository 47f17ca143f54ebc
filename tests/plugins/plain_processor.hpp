// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "portside/sdk/processor_base.hpp"

namespace portside::testing {

/// A processor whose answers follow from its arguments alone.
class PlainProcessor : public sdk::ProcessorBase {
 public:
  ProcessorInfo describe() const override {
    return {"Plain", {"application/vnd.portside.test.config.v1+json"}, {}};
  }
  std::string artifact_type(const Artifact&, const CallContext&) override { return "PLAIN"; }
  std::vector<std::string> addition_types(const Artifact&, const CallContext&) override {
    return {"README.MD"};
  }
  ArtifactMetadata abstract_metadata(const std::string& manifest, const Artifact&, RegistryAccess&,
                                     const CallContext&) override {
    ArtifactMetadata metadata;
    metadata.extra_attrs = Json{"{\"manifest_bytes\":" + std::to_string(manifest.size()) + "}"};
    return metadata;
  }
  Addition abstract_addition(const Artifact& artifact, const std::string& addition_type,
                             RegistryAccess& registry, const CallContext& context) override {
    if (addition_type != "README.MD") {
      return ProcessorBase::abstract_addition(artifact, addition_type, registry, context);
    }
    return {"# " + artifact.repository_name + "\n", "text/markdown; charset=utf-8"};
  }
};

}  // namespace portside::testing
