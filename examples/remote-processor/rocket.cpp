// SPDX-License-Identifier: Apache-2.0
#include "rocket.hpp"

#include <map>
#include <string_view>

#include "portside/sdk/json_members.hpp"

namespace rocket {

using namespace portside;

namespace {

constexpr std::string_view kPrefix = "com.acme.rocket.";

using Texts = std::map<std::string, std::string>;

/// Throws for what is no JSON object, and for one that is nested too deep to be a manifest.
Texts annotations_of(const std::string& manifest) {
  Texts annotations;
  const auto members = sdk::json_members(manifest, "the manifest");
  const sdk::JsonMember* const member = sdk::find_json_member(members, "annotations");
  if (member == nullptr || member->kind != sdk::JsonKind::kObject) return annotations;
  for (const sdk::JsonMember& each : sdk::json_members(member->json, "the annotations")) {
    if (each.kind == sdk::JsonKind::kString) annotations[each.name] = each.text;
  }
  return annotations;
}

Texts flight_data(const Texts& annotations) {
  Texts data;
  for (const auto& [key, value] : annotations) {
    if (key.rfind(kPrefix, 0) == 0) data[key.substr(kPrefix.size())] = value;
  }
  return data;
}

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
  std::string attributes;
  for (const auto& [name, value] : flight_data(annotations_of(manifest))) {
    attributes +=
        (attributes.empty() ? "" : ",") + sdk::json_quoted(name) + ":" + sdk::json_quoted(value);
  }
  ArtifactMetadata metadata;
  metadata.extra_attrs = Json{"{" + attributes + "}"};
  return metadata;
}

Addition RocketProcessor::abstract_addition(const Artifact& artifact,
                                            const std::string& addition_type,
                                            RegistryAccess& registry, const CallContext& context) {
  if (addition_type != "README.MD") {
    return ProcessorBase::abstract_addition(artifact, addition_type, registry, context);
  }
  std::string text = "# " + artifact.repository_name + "\n";
  for (const auto& [name, value] : flight_data(artifact.annotations)) {
    text += "\n- " + name + ": " + value;
  }
  return {text + "\n", "text/markdown; charset=utf-8"};
}

}  // namespace rocket
