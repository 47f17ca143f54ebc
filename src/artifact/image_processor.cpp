// SPDX-License-Identifier: Apache-2.0
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

/// The label's value, or "".
std::string label_of(const Members& config, const char* name) {
  const sdk::JsonMember* const labels = sdk::find_json_member(config, "Labels");
  if (labels == nullptr || labels->kind != sdk::JsonKind::kObject) return {};
  const Members members = sdk::json_members(labels->json, "the labels");
  const sdk::JsonMember* const label = sdk::find_json_member(members, name);
  return label == nullptr ? std::string() : label->text;
}

std::string author_of(const Members& image) {
  const sdk::JsonMember* const author = sdk::find_json_member(image, "author");
  if (author != nullptr && !author->text.empty()) return author->text;
  const sdk::JsonMember* const config = sdk::find_json_member(image, "config");
  if (config == nullptr || config->kind != sdk::JsonKind::kObject) return {};
  const Members members = sdk::json_members(config->json, "the config");
  const std::string authors = label_of(members, "org.opencontainers.image.authors");
  return authors.empty() ? label_of(members, "maintainer") : authors;
}

/// Harbor always has these five. An empty config is one that says nothing.
std::string attributes_of(const Members& image) {
  using sdk::JsonKind;
  return R"({"created":)" + value_or(image, "created", JsonKind::kString, "null") +
         R"(,"architecture":)" + value_or(image, "architecture", JsonKind::kString, R"("")") +
         R"(,"os":)" + value_or(image, "os", JsonKind::kString, R"("")") + R"(,"config":)" +
         value_or(image, "config", JsonKind::kObject, "{}") + R"(,"author":)" +
         sdk::json_quoted(author_of(image)) + "}";
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
