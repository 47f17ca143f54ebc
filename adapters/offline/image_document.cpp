// SPDX-License-Identifier: Apache-2.0
#include "offline/image_document.hpp"

#include <string_view>
#include <utility>

#include "portside/api/error.hpp"
#include "portside/sdk/image_manifest.hpp"
#include "portside/sdk/json_stream.hpp"

namespace portside::offline {
namespace {

using sdk::JsonScalar;

constexpr std::uint64_t kMaxConfigBytes = std::uint64_t{8} << 20U;

sdk::JsonLimits config_limits() {
  sdk::JsonLimits limits;
  limits.text_bytes = std::size_t{64} << 10U;
  return limits;
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
    if (diff_ids.size() == image.layers.size()) {
      throw AdapterError(ErrorCode::kMalformedData,
                         "the image's config has more than " + std::to_string(diff_ids.size()) +
                             " diff_ids; expected one for each layer of the manifest");
    }
    diff_ids.emplace_back(value.text);
  };
  sdk::JsonStream json("the image's config",
                       {{"/os", {}, {}, [&](const JsonScalar& value) { image.os = value.text; }},
                        {"/rootfs/diff_ids/*", {}, {}, add_diff_id}},
                       config_limits());
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

ImageDocument read_image_document(const std::string& digest, RegistryAccess& registry,
                                  const CallContext& context) {
  std::string media_type;
  sdk::ImageManifest manifest =
      sdk::read_image_manifest(registry.manifest(digest, media_type, context), digest);
  ImageDocument image;
  image.config_media_type = std::move(manifest.config_media_type);
  if (!sdk::is_image_config(image.config_media_type)) return image;
  for (sdk::ManifestLayer& layer : manifest.layers) {
    image.layers.push_back({std::move(layer.digest), {}, layer.size});
  }
  CappedText config;
  registry.blob(manifest.config_digest, config, context);
  read_config(config.text, image);
  return image;
}

}  // namespace portside::offline
