// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portside::oci {

/// What an index, or an image's config, says of the machine that an image is for.
struct Platform {
  std::string os;
  std::string architecture;
  std::string variant;
  std::string os_version;
  /// What the image needs of the system (`win32k`).
  std::vector<std::string> os_features = {};

  /// `os/architecture[/variant]`; "" when nothing is known. What an index or a config said is not
  /// harmless: messages have it shortened (words/quoted.hpp).
  std::string text() const;
};

/// In the words of the OCI image specification: `amd64` for x86_64, `arm64` for aarch64; a variant
/// that goes without saying (arm64's v8, amd64's v1) left out, and 32-bit arm's named.
Platform normalized(Platform platform);

/// From `OS/ARCHITECTURE[/VARIANT]`, normalized. Throws kInvalidArgument.
Platform parse_platform(std::string_view text);

/// Whether a machine that is `wanted` runs what is `offered`: 0 for the very platform, more for
/// older variants of the architecture (arm/v6 on arm/v7), nothing for others.
std::optional<int> suitability(const Platform& offered, const Platform& wanted);

}  // namespace portside::oci
