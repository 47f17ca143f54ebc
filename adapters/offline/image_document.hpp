// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "portside/api/call_context.hpp"
#include "portside/api/registry_access.hpp"

namespace portside::offline {

struct ImageLayer {
  std::string digest;
  std::string diff_id;
  /// Bytes as stored, as the manifest says.
  std::uint64_t size = 0;
};

/// An image as its manifest and config describe it.
struct ImageDocument {
  /// Of the config; says whether it is an image at all.
  std::string config_media_type;
  /// `linux`, ...; "" when the config does not say.
  std::string os;
  /// Bottom up. Empty when it is no image.
  std::vector<ImageLayer> layers;
};

/// Reads manifest and config. The config of something that is no image is left alone. Throws
/// kMalformedData (also for another number of layers in the config), kTooLarge, kUnsupported (an
/// index), and what RegistryAccess throws.
ImageDocument read_image_document(const std::string& digest, RegistryAccess& registry,
                                  const CallContext& context);

}  // namespace portside::offline
