// SPDX-License-Identifier: Apache-2.0
#include "runtime/offloaded_processor.hpp"

#include <exception>

#include "portside/host/call.hpp"
#include "runtime/fixed_deadlines.hpp"
#include "runtime/processor_guard.hpp"

namespace portside::runtime {

template <typename Body>
auto OffloadedProcessor::run(const char* method, const CallContext& context, Body body) const {
  // The call keeps the instance that it began in, also when another one takes its place meanwhile.
  auto entered = std::make_shared<EnteredInstance>(slot_->enter());
  const std::shared_ptr<CallAccount> account = entered->account();
  return offload_->run(account, method, context,
                       [entered = std::move(entered), body = std::move(body)](CallFence& fence) {
                         ProcessorGuard inner(entered);
                         return body(inner, fence);
                       });
}

void OffloadedProcessor::configure(const Json& config, HostServices& host) {
  ProcessorGuard(slot_).configure(config, host);
}

ProcessorInfo OffloadedProcessor::describe() const {
  const Call call({.deadline = kQuickDeadline});
  return run("describe", call.context(),
             [](Processor& inner, CallFence&) { return inner.describe(); });
}

std::string OffloadedProcessor::artifact_type(const Artifact& artifact,
                                              const CallContext& context) {
  return run("artifact_type", context, [artifact](Processor& inner, CallFence& fence) {
    return inner.artifact_type(artifact, fence.context());
  });
}

std::vector<std::string> OffloadedProcessor::addition_types(const Artifact& artifact,
                                                            const CallContext& context) {
  return run("addition_types", context, [artifact](Processor& inner, CallFence& fence) {
    return inner.addition_types(artifact, fence.context());
  });
}

ArtifactMetadata OffloadedProcessor::abstract_metadata(const std::string& manifest,
                                                       const Artifact& artifact,
                                                       RegistryAccess& registry,
                                                       const CallContext& context) {
  return run("abstract_metadata", context,
             [manifest, artifact, &registry](Processor& inner, CallFence& fence) {
               FencedRegistryAccess fenced(fence, registry);
               return inner.abstract_metadata(manifest, artifact, fenced, fence.context());
             });
}

Addition OffloadedProcessor::abstract_addition(const Artifact& artifact,
                                               const std::string& addition_type,
                                               RegistryAccess& registry,
                                               const CallContext& context) {
  return run("abstract_addition", context,
             [artifact, addition_type, &registry](Processor& inner, CallFence& fence) {
               FencedRegistryAccess fenced(fence, registry);
               return inner.abstract_addition(artifact, addition_type, fenced, fence.context());
             });
}

void* OffloadedProcessor::extension(const char* id) noexcept {
  try {
    const Call call({.deadline = kQuickDeadline});
    return run("extension", call.context(), [id = std::string(id)](Processor& inner, CallFence&) {
      return inner.extension(id.c_str());
    });
  } catch (const std::exception&) {
    return nullptr;
  }
}

}  // namespace portside::runtime
