// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "artifact/blob_text.hpp"
#include "artifact/builtins.hpp"
#include "oci/media_types.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/ascii_case.hpp"
#include "portside/sdk/processor_base.hpp"

namespace portside::artifact {
namespace {

constexpr const char* kUnknownType = "UNKNOWN";
constexpr std::uint64_t kMaxIconBytes = std::uint64_t{1} << 20U;

/// The word in `application/vnd.VENDOR.WORD.config.VERSION+json`, the form of media types that the
/// proposal for this processor asks for; "" for every other. WORD may have dots in it, VENDOR and
/// VERSION have none.
std::string_view word_in(std::string_view media_type) {
  constexpr std::string_view kBegin = "application/vnd.";
  constexpr std::string_view kMiddle = ".config.";
  constexpr std::string_view kEnd = "+json";
  if (!media_type.starts_with(kBegin) || !media_type.ends_with(kEnd)) return {};
  media_type.remove_prefix(kBegin.size());
  media_type.remove_suffix(kEnd.size());
  const std::size_t vendor = media_type.find('.');
  const std::size_t middle = media_type.rfind(kMiddle);
  if (middle == std::string_view::npos || middle <= vendor) return {};
  if (media_type.find('.', middle + kMiddle.size()) != std::string_view::npos) return {};
  return media_type.substr(vendor + 1, middle - vendor - 1);
}

std::string type_named_by(std::string_view media_type) {
  constexpr std::size_t kLongest = 255;
  std::string type(word_in(media_type));
  const bool is_printable = std::ranges::all_of(type, [](char c) { return c > ' ' && c <= '~'; });
  if (type.empty() || type.size() > kLongest || !is_printable) return kUnknownType;
  return sdk::upper_case(std::move(type));
}

/// The members whose names the annotation does not list; names are not trimmed.
std::string without_skipped(const std::vector<sdk::JsonMember>& members, std::string_view list) {
  std::set<std::string_view> skipped;
  while (true) {
    const std::size_t comma = list.find(',');
    skipped.insert(list.substr(0, comma));
    if (comma == std::string_view::npos) break;
    list.remove_prefix(comma + 1);
  }
  std::string json;
  for (const sdk::JsonMember& member : members) {
    if (skipped.contains(member.name)) continue;
    json += (json.empty() ? "{" : ",") + sdk::json_quoted(member.name) + ":";
    json += member.json;
  }
  return json.empty() ? "{}" : json + "}";
}

/// GIF, PNG or JPEG, by their first bytes.
bool is_picture(std::string_view content) {
  constexpr std::array<std::string_view, 4> kBeginnings{"GIF87a", "GIF89a", "\x89PNG\r\n\x1a\n",
                                                        "\xff\xd8\xff"};
  return std::ranges::any_of(kBeginnings,
                             [&](std::string_view each) { return content.starts_with(each); });
}

class DefaultProcessor final : public sdk::ProcessorBase {
 public:
  ProcessorInfo describe() const override { return {"default", {}, {}}; }

  std::string artifact_type(const Artifact& artifact, const CallContext&) override {
    return type_named_by(artifact.media_type);
  }

  ArtifactMetadata abstract_metadata(const std::string& manifest, const Artifact& artifact,
                                     RegistryAccess& registry,
                                     const CallContext& context) override {
    ArtifactMetadata metadata;
    if (!oci::is_manifest_type(artifact.manifest_media_type)) return metadata;
    const oci::Manifest read = oci::parse_manifest(manifest, artifact.manifest_media_type);
    if (type_named_by(read.config.media_type) != kUnknownType) {
      metadata.extra_attrs = attributes_of(read, registry, context);
    }
    metadata.icon = icon_of(read, registry, context);
    return metadata;
  }

 private:
  static std::optional<Json> attributes_of(const oci::Manifest& manifest, RegistryAccess& registry,
                                           const CallContext& context) {
    std::string config;
    try {
      config = read_config(registry, manifest, context);
    } catch (const AdapterError& error) {
      // Nobody knows what a config of this kind is for: it may be as large as it likes.
      if (error.code != ErrorCode::kTooLarge) throw;
      return std::nullopt;
    }
    const std::string* const list =
        find_annotation(manifest.config, "io.goharbor.artifact.v1alpha1.skip-list");
    if (list == nullptr) return as_attributes(std::move(config));
    const auto members = object_members(config);
    return members ? std::optional(Json{without_skipped(*members, *list)}) : std::nullopt;
  }

  /// The first layer that says it is one, when it is a small picture.
  static std::optional<std::string> icon_of(const oci::Manifest& manifest, RegistryAccess& registry,
                                            const CallContext& context) {
    const auto layer = std::ranges::find_if(manifest.layers, [](const oci::Descriptor& each) {
      return find_annotation(each, "io.goharbor.artifact.v1alpha1.icon") != nullptr;
    });
    if (layer == manifest.layers.end() || layer->size > kMaxIconBytes) return std::nullopt;
    try {
      const std::string icon = read_blob(registry, *layer, kMaxIconBytes, "the icon", context);
      return is_picture(icon) ? std::optional(layer->digest) : std::nullopt;
    } catch (const AdapterError&) {
      // A push does not fail for want of a picture.
      if (context.cancelled() || context.time_left() <= 0) throw;
      return std::nullopt;
    }
  }
};

}  // namespace

std::unique_ptr<Processor> make_default_processor() {
  return std::make_unique<DefaultProcessor>();
}

}  // namespace portside::artifact
