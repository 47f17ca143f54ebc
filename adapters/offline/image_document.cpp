// SPDX-License-Identifier: Apache-2.0
#include "offline/image_document.hpp"

#include <charconv>
#include <string_view>
#include <utility>

#include "portside/api/error.hpp"
#include "portside/sdk/json_stream.hpp"

namespace portside::offline {
namespace {

using sdk::JsonScalar;

constexpr std::size_t kMaxLayers = 10'000;
constexpr std::uint64_t kMaxConfigBytes = std::uint64_t{8} << 20U;

sdk::JsonLimits limits() {
  sdk::JsonLimits limits;
  limits.text_bytes = std::size_t{64} << 10U;
  return limits;
}

std::uint64_t size_of(const JsonScalar& value) {
  std::uint64_t size = 0;  // a size that is none counts for nothing: it is for the progress only
  std::from_chars(value.text.data(), value.text.data() + value.text.size(), size);
  return size;
}

[[noreturn]] void too_many_layers(const char* where) {
  throw AdapterError(ErrorCode::kTooLarge, std::string(where) + " has more than " +
                                               std::to_string(kMaxLayers) + " layers");
}

struct Manifest {
  std::string config_digest;
  bool has_manifests = false;
};

Manifest read_manifest(std::string_view text, ImageDocument& image) {
  Manifest manifest;
  const auto set = [](std::string& target) {
    return [&target](const JsonScalar& value) { target = value.text; };
  };
  const auto add_layer = [&image](std::string_view) {
    if (image.layers.size() == kMaxLayers) too_many_layers("the manifest");
    image.layers.emplace_back();
  };
  sdk::JsonStream json(
      "the manifest",
      {{"/config/digest", {}, {}, set(manifest.config_digest)},
       {"/config/mediaType", {}, {}, set(image.config_media_type)},
       {"/manifests", [&](std::string_view) { manifest.has_manifests = true; }},
       {"/layers/*", add_layer},
       {"/layers/*/digest",
        {},
        {},
        [&](const JsonScalar& value) { image.layers.back().digest = value.text; }},
       {"/layers/*/size",
        {},
        {},
        [&](const JsonScalar& value) { image.layers.back().size = size_of(value); }}},
      limits());
  json.write(text);
  json.finish();
  return manifest;
}

/// Keeps what it is told when nothing more comes: a config is believed once its digest was checked.
class CappedText final : public ByteSink {
 public:
  void write(std::string_view piece) override {
    if (piece.size() > kMaxConfigBytes - text.size()) {
      throw AdapterError(ErrorCode::kTooLarge, "the image's config has more than " +
                                                   std::to_string(kMaxConfigBytes) + " bytes");
    }
    text += piece;
  }
  std::string text;
};

void read_config(std::string_view text, ImageDocument& image) {
  std::vector<std::string> diff_ids;
  const auto add_diff_id = [&](const JsonScalar& value) {
    if (diff_ids.size() == kMaxLayers) too_many_layers("the image's config");
    diff_ids.emplace_back(value.text);
  };
  sdk::JsonStream json("the image's config",
                       {{"/os", {}, {}, [&](const JsonScalar& value) { image.os = value.text; }},
                        {"/rootfs/diff_ids/*", {}, {}, add_diff_id}},
                       limits());
  json.write(text);
  json.finish();
  if (diff_ids.size() != image.layers.size()) {
    throw AdapterError(ErrorCode::kMalformedData,
                       "the manifest has " + std::to_string(image.layers.size()) +
                           " layers and the image's config " + std::to_string(diff_ids.size()) +
                           " diff_ids; expected one for each layer");
  }
  for (std::size_t i = 0; i < diff_ids.size(); ++i) {
    image.layers[i].diff_id = std::move(diff_ids[i]);
  }
}

}  // namespace

bool is_image_config(const std::string& media_type) {
  return media_type == "application/vnd.oci.image.config.v1+json" ||
         media_type == "application/vnd.docker.container.image.v1+json";
}

ImageDocument read_image_document(const std::string& digest, RegistryAccess& registry,
                                  const CallContext& context) {
  ImageDocument image;
  std::string media_type;
  const Manifest manifest = read_manifest(registry.manifest(digest, media_type, context), image);
  if (manifest.has_manifests) {
    throw AdapterError(ErrorCode::kUnsupported,
                       digest + " is an index; expected the manifest of one platform");
  }
  if (!is_image_config(image.config_media_type)) {
    image.layers.clear();
    return image;
  }
  CappedText config;
  registry.blob(manifest.config_digest, config, context);
  read_config(config.text, image);
  return image;
}

}  // namespace portside::offline
