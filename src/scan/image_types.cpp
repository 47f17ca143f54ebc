// SPDX-License-Identifier: Apache-2.0
#include "scan/image_types.hpp"

#include <algorithm>
#include <string_view>

#include "portside/host/image_source.hpp"
#include "portside/sdk/image_manifest.hpp"
#include "words/quoted.hpp"

namespace portside {
namespace {

/// Of file systems: OCI's and Docker's, foreign and encrypted ones included.
bool is_image_layer(std::string_view media_type) {
  return media_type.starts_with("application/vnd.oci.image.layer.") ||
         media_type.starts_with("application/vnd.docker.image.rootfs.");
}

std::string no_image(const std::string& found) {
  return "it is no container image but an artifact of type " + words::quoted(found) +
         ", which scanners of images do not look at";
}

}  // namespace

std::string why_unsupported(const ImageReference& image) {
  if (image.config_media_type.empty() && image.artifact_type.empty()) return {};
  if (sdk::is_image_config(image.config_media_type)) return {};
  return no_image(image.artifact_type.empty() ? image.config_media_type : image.artifact_type);
}

std::string scan::why_unsupported(const oci::Manifest& manifest) {
  ImageReference types;
  types.config_media_type = manifest.config.media_type;
  types.artifact_type = manifest.artifact_type;
  std::string why = portside::why_unsupported(types);
  if (!why.empty() || manifest.layers.empty()) return why;
  const auto is_layer = [](const oci::Descriptor& layer) {
    return is_image_layer(layer.media_type);
  };
  if (std::ranges::any_of(manifest.layers, is_layer)) return {};
  return no_image(manifest.layers.front().media_type);
}

}  // namespace portside
