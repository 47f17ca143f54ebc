// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http-processor/answer_cache.hpp"
#include "http-processor/config.hpp"
#include "http-processor/remote_api.hpp"
#include "portside/sdk/processor_base.hpp"

namespace portside::http_processor {

/// Hands what a processor does over to a service that speaks the remote processors' HTTP API (see
/// portside/sdk/remote_processor.hpp).
class HttpProcessor final : public sdk::ProcessorBase {
 public:
  void configure(const Json& config, HostServices& host) override;
  ProcessorInfo describe() const override;
  std::string artifact_type(const Artifact& artifact, const CallContext& context) override;
  std::vector<std::string> addition_types(const Artifact& artifact,
                                          const CallContext& context) override;
  ArtifactMetadata abstract_metadata(const std::string& manifest, const Artifact& artifact,
                                     RegistryAccess& registry, const CallContext& context) override;
  Addition abstract_addition(const Artifact& artifact, const std::string& addition_type,
                             RegistryAccess& registry, const CallContext& context) override;

 private:
  template <typename Ask, typename Skipped>
  auto as_configured(const CallContext& context, const Ask& ask, const Skipped& skipped) const;
  Words remembered(const std::string& endpoint, const Artifact& artifact,
                   const CallContext& context);
  ArtifactMetadata skipped(const AdapterError& error) const;
  ArtifactMetadata ask_for_metadata(const std::string& manifest, const Artifact& artifact,
                                    RegistryAccess& registry, const CallContext& context);
  std::string own_spelling(const Artifact& artifact, const std::string& addition_type,
                           const CallContext& context);

  HttpProcessorConfig config_;
  HostServices* host_ = nullptr;
  std::optional<RemoteApi> api_;
  std::optional<AnswerCache> cache_;
};

}  // namespace portside::http_processor
