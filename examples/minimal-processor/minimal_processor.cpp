// SPDX-License-Identifier: Apache-2.0
// A whole processor plugin: tells the registry what an artifact of the kind "rocket" is, shows the
// artifact's config as its attributes and its config as an addition.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "portside/api/plugin.hpp"
#include "portside/sdk/processor_base.hpp"

namespace {

using namespace portside;

constexpr std::size_t kLargestConfig = 1U << 20U;

/// Collects a small blob, and refuses a large one.
class TextSink final : public ByteSink {
 public:
  void write(std::string_view piece) override {
    if (text.size() + piece.size() > kLargestConfig) {
      throw AdapterError(ErrorCode::kTooLarge, "the config of a rocket is limited to 1 MiB");
    }
    text += piece;
  }
  std::string text;
};

std::string read_config(const nlohmann::json& manifest, RegistryAccess& registry,
                        const CallContext& context) {
  TextSink sink;
  registry.blob(manifest.at("config").at("digest").get<std::string>(), sink, context);
  return std::move(sink.text);
}

class MinimalProcessor final : public sdk::ProcessorBase {
 public:
  ProcessorInfo describe() const override {
    return {"rocket", {"application/vnd.acme.rocket.config.v1+json"}, {}};
  }

  std::string artifact_type(const Artifact&, const CallContext&) override { return "ROCKET"; }

  std::vector<std::string> addition_types(const Artifact&, const CallContext&) override {
    return {"CONFIG.JSON"};
  }

  ArtifactMetadata abstract_metadata(const std::string& manifest, const Artifact&,
                                     RegistryAccess& registry, const CallContext& context) override
      try {
    const auto config =
        nlohmann::json::parse(read_config(nlohmann::json::parse(manifest), registry, context));
    ArtifactMetadata metadata;
    metadata.extra_attrs = Json{config.dump()};
    return metadata;
  } catch (const nlohmann::json::exception& error) {
    throw AdapterError(ErrorCode::kMalformedData, "the manifest or config of a rocket is malformed",
                       error.what());
  }

  Addition abstract_addition(const Artifact& artifact, const std::string& addition_type,
                             RegistryAccess& registry, const CallContext& context) override try {
    if (addition_type != "CONFIG.JSON") {
      return ProcessorBase::abstract_addition(artifact, addition_type, registry, context);
    }
    std::string media_type;
    const auto manifest =
        nlohmann::json::parse(registry.manifest(artifact.digest, media_type, context));
    return {read_config(manifest, registry, context), "application/json"};
  } catch (const nlohmann::json::exception& error) {
    throw AdapterError(ErrorCode::kMalformedData, "the manifest of a rocket is malformed",
                       error.what());
  }
};

}  // namespace

PORTSIDE_PLUGIN(portside::plugin("minimal-processor", "0.1.0").summary("understands rockets"),
                portside::processor<MinimalProcessor>());
