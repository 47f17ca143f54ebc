// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "portside/api/processor.hpp"
#include "runtime/adapter_slot.hpp"

namespace portside::runtime {

/// The processor of a slot as a host may call it, on the caller's thread: see guarded_call().
class ProcessorGuard final : public Processor {
 public:
  explicit ProcessorGuard(std::shared_ptr<Entrance> entrance) : entrance_(std::move(entrance)) {}

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
  template <typename Call>
  decltype(auto) call(const CallContext& context, const char* method, Call&& call);

  const std::shared_ptr<Entrance> entrance_;
};

}  // namespace portside::runtime
