// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "oci/platform.hpp"

namespace portside::oci {

/// What is needed of an image's config to read its layers (OCI image specification, "Image
/// Configuration").
struct ImageConfig {
  Platform platform;
  /// The digests of the unpacked layers, from the lowest up.
  std::vector<std::string> diff_ids;
};

/// Larger configs are not read.
inline constexpr std::size_t kMaxConfigBytes = std::size_t{8} << 20U;

/// Throws kRegistryBadAnswer with what is wrong: no JSON object, members of wrong types, diff_ids
/// that are no digests, more than 10,000.
ImageConfig parse_image_config(std::string_view text);

}  // namespace portside::oci
