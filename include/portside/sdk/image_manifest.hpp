// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace portside::sdk {

/// One layer of an image, as its manifest describes it.
struct ManifestLayer {
  std::string digest;
  std::string media_type;
  /// Bytes as stored; 0 when the manifest does not say.
  std::uint64_t size = 0;
  /// Where else it can be had (layers that must not be distributed); mostly empty.
  std::vector<std::string> urls;
};

/// An image manifest (OCI image specification, Docker schema 2).
struct ImageManifest {
  std::string config_digest;
  /// Says whether it is an image at all.
  std::string config_media_type;
  /// Bottom up. An image of no layers has none.
  std::vector<ManifestLayer> layers;
};

/// Throws kMalformedData (no JSON, a digest that is none), kTooLarge (more than 10,000 layers) and
/// kUnsupported (an index: it has manifests instead of layers; Docker's schema 1: it has fsLayers).
/// `digest` names it in messages.
ImageManifest read_image_manifest(std::string_view text, const std::string& digest);

/// Whether a manifest with a config of this media type is an image.
bool is_image_config(std::string_view media_type) noexcept;

/// A layer that must not be distributed (`...nondistributable...`, Docker's foreign layers): mostly
/// of Windows, and mostly not in the registry.
bool is_foreign_layer(std::string_view media_type) noexcept;

}  // namespace portside::sdk
