// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "portside/api/processor.hpp"
#include "runtime/adapter_slot.hpp"
#include "runtime/offload.hpp"

namespace portside::runtime {

/// Makes the calls of a processor through an Offload. Arguments are copied into the call, which may
/// outlive its caller.
class OffloadedProcessor final : public Processor {
 public:
  OffloadedProcessor(std::shared_ptr<AdapterSlot> slot, std::shared_ptr<Offload> offload)
      : slot_(std::move(slot)), offload_(std::move(offload)) {}

  void configure(const Json& config, HostServices& host) override;
  ProcessorInfo describe() const override;
  std::string artifact_type(const Artifact& artifact, const CallContext& context) override;
  std::vector<std::string> addition_types(const Artifact& artifact,
                                          const CallContext& context) override;
  ArtifactMetadata abstract_metadata(const std::string& manifest, const Artifact& artifact,
                                     RegistryAccess& registry, const CallContext& context) override;
  Addition abstract_addition(const Artifact& artifact, const std::string& addition_type,
                             RegistryAccess& registry, const CallContext& context) override;
  void* extension(const char* id) noexcept override;

 private:
  template <typename Body>
  auto run(const char* method, const CallContext& context, Body body) const;

  const std::shared_ptr<AdapterSlot> slot_;
  const std::shared_ptr<Offload> offload_;
};

}  // namespace portside::runtime
