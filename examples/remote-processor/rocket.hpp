// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "portside/sdk/processor_base.hpp"

namespace rocket {

/// Understands rockets: artifacts whose manifest says in annotations how they fly
/// (`com.acme.rocket.thrust`, `com.acme.rocket.stages`). Reads nothing but the manifest.
class RocketProcessor final : public portside::sdk::ProcessorBase {
 public:
  portside::ProcessorInfo describe() const override;
  std::string artifact_type(const portside::Artifact& artifact,
                            const portside::CallContext& context) override;
  std::vector<std::string> addition_types(const portside::Artifact& artifact,
                                          const portside::CallContext& context) override;
  portside::ArtifactMetadata abstract_metadata(const std::string& manifest,
                                               const portside::Artifact& artifact,
                                               portside::RegistryAccess& registry,
                                               const portside::CallContext& context) override;
  portside::Addition abstract_addition(const portside::Artifact& artifact,
                                       const std::string& addition_type,
                                       portside::RegistryAccess& registry,
                                       const portside::CallContext& context) override;
};

}  // namespace rocket
