// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "crypto/sealing.hpp"
#include "portside/host/config.hpp"

namespace portside::config {

/// A configuration whose secrets are sealed under one key.
struct Resealed {
  /// Of the whole file.
  Secret text;
  /// How many secrets are sealed anew.
  std::size_t resealed = 0;
  /// How many were under that key before.
  std::size_t kept = 0;
};

/// Opens every `${SEALED:...}` of a configuration with one of the keys and seals it again under the
/// first of them, for the same place. Nothing else in the text changes, no comment and no space.
/// Throws kConfigInvalid with all mistakes, as parse_config() does: the text cannot be read, a
/// secret does not open, or cannot be found in the text as it was read. `keys` is not empty. [any]
Resealed reseal(std::string_view text, ConfigFormat format, const std::string& origin,
                std::span<const crypto::SealingKey> keys);

}  // namespace portside::config
