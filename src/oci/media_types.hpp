// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace portside::oci {

inline constexpr std::string_view kOciManifest = "application/vnd.oci.image.manifest.v1+json";
inline constexpr std::string_view kOciIndex = "application/vnd.oci.image.index.v1+json";
inline constexpr std::string_view kDockerManifest =
    "application/vnd.docker.distribution.manifest.v2+json";
inline constexpr std::string_view kDockerList =
    "application/vnd.docker.distribution.manifest.list.v2+json";

/// All four, for an Accept header: a registry that is asked for fewer says "not found", or answers
/// with a manifest of another digest.
inline constexpr std::string_view kManifestTypes =
    "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, "
    "application/vnd.docker.distribution.manifest.list.v2+json, "
    "application/vnd.docker.distribution.manifest.v2+json";

bool is_index_type(std::string_view media_type) noexcept;
bool is_manifest_type(std::string_view media_type) noexcept;

/// A media type without its parameters (`; charset=utf-8`).
std::string_view bare_media_type(std::string_view value) noexcept;

}  // namespace portside::oci
