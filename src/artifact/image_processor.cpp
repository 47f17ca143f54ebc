// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "artifact/blob_text.hpp"
#include "artifact/builtins.hpp"
#include "portside/sdk/processor_base.hpp"

namespace portside::artifact {
namespace {

constexpr const char* kBuildHistory = "BUILD_HISTORY";

using Members = std::vector<sdk::JsonMember>;

/// The value of a member as it is written, when it is of this kind; else `other`.
std::string value_or(const Members& members, const char* name, sdk::JsonKind kind,
                     const char* other) {
  const sdk::JsonMember* const member = sdk::find_json_member(members, name);
  return std::string(member != nullptr && member->kind == kind ? member->json : other);
}

/// The members of an object in the object; none when there is no such object.
Members members_of(const Members& object, const char* name) {
  const sdk::JsonMember* const member = sdk::find_json_member(object, name);
  if (member == nullptr || member->kind != sdk::JsonKind::kObject) return {};
  return sdk::json_members(member->json, name);
}

struct ConfigMember {
  const char* name;
  sdk::JsonKind kind;
};

/// What containers are run with (OCI image specification, "Image Configuration", config). What
/// docker writes besides (`Hostname`, `Healthcheck`, ...) is none of it.
constexpr std::array kConfigMembers{
    ConfigMember{"User", sdk::JsonKind::kString},
    ConfigMember{"ExposedPorts", sdk::JsonKind::kObject},
    ConfigMember{"Env", sdk::JsonKind::kArray},
    ConfigMember{"Entrypoint", sdk::JsonKind::kArray},
    ConfigMember{"Cmd", sdk::JsonKind::kArray},
    ConfigMember{"Volumes", sdk::JsonKind::kObject},
    ConfigMember{"WorkingDir", sdk::JsonKind::kString},
    ConfigMember{"Labels", sdk::JsonKind::kObject},
    ConfigMember{"StopSignal", sdk::JsonKind::kString},
    ConfigMember{"ArgsEscaped", sdk::JsonKind::kBool},
};

/// "", {}, [] and false, which Harbor leaves out.
bool is_unset(const sdk::JsonMember& member) {
  if (member.kind == sdk::JsonKind::kString) return member.text.empty();
  if (member.kind == sdk::JsonKind::kBool) return member.json == "false";
  return member.json.find_first_not_of(" \t\r\n", 1) == member.json.size() - 1;
}

/// The members above, as they are written.
std::string config_text(const Members& config) {
  std::string json;
  for (const auto& [name, kind] : kConfigMembers) {
    const sdk::JsonMember* const member = sdk::find_json_member(config, name);
    if (member == nullptr || member->kind != kind || is_unset(*member)) continue;
    json += (json.empty() ? "{\"" : ",\"") + std::string(name) + "\":";
    json += member->json;
  }
  return json.empty() ? "{}" : json + "}";
}

/// The text of a member, or "".
std::string text_of(const Members& members, const char* name) {
  const sdk::JsonMember* const member = sdk::find_json_member(members, name);
  return member == nullptr ? std::string() : member->text;
}

std::string author_of(const Members& image, const Members& config) {
  std::string author = text_of(image, "author");
  if (!author.empty()) return author;
  const Members labels = members_of(config, "Labels");
  author = text_of(labels, "org.opencontainers.image.authors");
  return author.empty() ? text_of(labels, "maintainer") : author;
}

/// Harbor always has these five. An empty config is one that says nothing.
std::string attributes_of(const Members& image) {
  using sdk::JsonKind;
  const Members config = members_of(image, "config");
  return R"({"created":)" + value_or(image, "created", JsonKind::kString, "null") +
         R"(,"architecture":)" + value_or(image, "architecture", JsonKind::kString, R"("")") +
         R"(,"os":)" + value_or(image, "os", JsonKind::kString, R"("")") + R"(,"config":)" +
         config_text(config) + R"(,"author":)" + sdk::json_quoted(author_of(image, config)) + "}";
}

class ImageProcessor final : public sdk::ProcessorBase {
 public:
  ProcessorInfo describe() const override {
    return {"image",
            {"application/vnd.oci.image.config.v1+json",
             "application/vnd.docker.container.image.v1+json"},
            {}};
  }

  std::string artifact_type(const Artifact&, const CallContext&) override { return "IMAGE"; }

  std::vector<std::string> addition_types(const Artifact&, const CallContext&) override {
    return {kBuildHistory};
  }

  ArtifactMetadata abstract_metadata(const std::string& manifest, const Artifact& artifact,
                                     RegistryAccess& registry,
                                     const CallContext& context) override {
    const std::string config =
        read_config(registry, oci::parse_manifest(manifest, artifact.manifest_media_type), context);
    ArtifactMetadata metadata;
    const std::string_view text = config.empty() ? std::string_view("{}") : config;
    if (const auto members = object_members(text)) {
      metadata.extra_attrs = Json{attributes_of(*members)};
    }
    return metadata;
  }

  Addition abstract_addition(const Artifact& artifact, const std::string& addition_type,
                             RegistryAccess& registry, const CallContext& context) override {
    if (addition_type != kBuildHistory) {
      return ProcessorBase::abstract_addition(artifact, addition_type, registry, context);
    }
    const std::string config =
        read_config(registry, read_manifest(registry, artifact.digest, context), context);
    const auto members = object_members(config);
    return {members ? value_or(*members, "history", sdk::JsonKind::kArray, "null") : "null",
            "application/json; charset=utf-8"};
  }
};

}  // namespace

std::unique_ptr<Processor> make_image_processor() {
  return std::make_unique<ImageProcessor>();
}

}  // namespace portside::artifact
