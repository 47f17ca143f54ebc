// SPDX-License-Identifier: Apache-2.0
#include "rocket.hpp"

#include <nlohmann/json.hpp>

#include "portside/api/error.hpp"

namespace rocket {

using namespace portside;

namespace {

constexpr std::string_view kPrefix = "com.acme.rocket.";

}  // namespace

ProcessorInfo RocketProcessor::describe() const {
  return {"rocket", {"application/vnd.acme.rocket.config.v1+json"}, {}};
}

std::string RocketProcessor::artifact_type(const Artifact&, const CallContext&) {
  return "ROCKET";
}

std::vector<std::string> RocketProcessor::addition_types(const Artifact&, const CallContext&) {
  return {"README.MD"};
}

ArtifactMetadata RocketProcessor::abstract_metadata(const std::string& manifest, const Artifact&,
                                                    RegistryAccess&, const CallContext&) {
  const auto json = nlohmann::ordered_json::parse(manifest, nullptr, false);
  if (!json.is_object()) {
    throw AdapterError(ErrorCode::kMalformedData, "the manifest is not a JSON object");
  }
  auto attributes = nlohmann::ordered_json::object();
  const auto annotations = json.value("annotations", nlohmann::ordered_json::object());
  for (const auto& annotation : annotations.items()) {
    if (annotation.key().rfind(kPrefix, 0) != 0) continue;
    attributes[annotation.key().substr(kPrefix.size())] = annotation.value();
  }
  ArtifactMetadata metadata;
  metadata.extra_attrs = Json{attributes.dump()};
  return metadata;
}

Addition RocketProcessor::abstract_addition(const Artifact& artifact,
                                            const std::string& addition_type,
                                            RegistryAccess& registry, const CallContext& context) {
  if (addition_type != "README.MD") {
    return ProcessorBase::abstract_addition(artifact, addition_type, registry, context);
  }
  std::string text = "# " + artifact.repository_name + "\n";
  for (const auto& annotation : artifact.annotations) {
    if (annotation.first.rfind(kPrefix, 0) != 0) continue;
    text += "\n- " + annotation.first.substr(kPrefix.size()) + ": " + annotation.second;
  }
  return {text + "\n", "text/markdown; charset=utf-8"};
}

}  // namespace rocket
