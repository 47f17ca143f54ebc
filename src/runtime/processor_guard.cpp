// SPDX-License-Identifier: Apache-2.0
#include "runtime/processor_guard.hpp"

#include "portside/api/error.hpp"
#include "runtime/guarded_call.hpp"

namespace portside::runtime {

using Turn = Instance::Use::Turn;

template <typename Call>
decltype(auto) ProcessorGuard::call(const CallContext& context, const char* method, Call&& call) {
  return guarded_call<Processor>(*entrance_, &context, Turn::kWait, method,
                                 std::forward<Call>(call));
}

void ProcessorGuard::configure(const Json&, HostServices&) {
  throw AdapterError(ErrorCode::kInvalidArgument,
                     entrance_->id() + " is configured by the plugin registry");
}

ProcessorInfo ProcessorGuard::describe() const {
  return guarded_call<Processor>(*entrance_, nullptr, Turn::kFree, "describe",
                                 [](Processor& processor) { return processor.describe(); });
}

std::string ProcessorGuard::artifact_type(const Artifact& artifact, const CallContext& context) {
  return call(context, "artifact_type",
              [&](Processor& processor) { return processor.artifact_type(artifact, context); });
}

std::vector<std::string> ProcessorGuard::addition_types(const Artifact& artifact,
                                                        const CallContext& context) {
  return call(context, "addition_types",
              [&](Processor& processor) { return processor.addition_types(artifact, context); });
}

ArtifactMetadata ProcessorGuard::abstract_metadata(const std::string& manifest,
                                                   const Artifact& artifact,
                                                   RegistryAccess& registry,
                                                   const CallContext& context) {
  return call(context, "abstract_metadata", [&](Processor& processor) {
    return processor.abstract_metadata(manifest, artifact, registry, context);
  });
}

Addition ProcessorGuard::abstract_addition(const Artifact& artifact,
                                           const std::string& addition_type,
                                           RegistryAccess& registry, const CallContext& context) {
  return call(context, "abstract_addition", [&](Processor& processor) {
    return processor.abstract_addition(artifact, addition_type, registry, context);
  });
}

void* ProcessorGuard::extension(const char* id) noexcept {
  try {
    return guarded_call<Processor>(*entrance_, nullptr, Turn::kFree, "extension",
                                   [id](Processor& processor) { return processor.extension(id); });
  } catch (const AdapterError&) {
    return nullptr;
  }
}

}  // namespace portside::runtime
