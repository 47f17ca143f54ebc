// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "oci/manifest.hpp"
#include "portside/api/artifact.hpp"

namespace portside::artifact {

/// The media type of images before Docker's schema 2, by whatever name they came.
inline constexpr std::string_view kSignedManifestV1 =
    "application/vnd.docker.distribution.manifest.v1+prettyjws";

/// What a manifest alone says of an artifact.
struct PushedManifest {
  std::string media_type;
  std::string manifest_media_type;
  std::string artifact_type;
  /// Of the manifest and, unless it is an index, everything that it refers to.
  std::int64_t size = 0;
  std::map<std::string, std::string> annotations;
  /// What an index refers to, whose sizes are still to be added.
  std::vector<oci::Descriptor> children;
  bool is_index = false;
  /// The manifest does not say how large the layers are (before schema 2).
  bool hides_sizes = false;
};

/// Reads a manifest by the rules of Harbor. Throws kRegistryBadAnswer (a manifest that is none, or
/// whose sizes have no sum), kUnsupported (a content type that is no manifest's).
PushedManifest read_pushed_manifest(std::string_view manifest, std::string_view content_type);

/// The children of an index as Artifact::references has them, a JSON array. Every member that
/// Harbor has is there, as Go writes it: services that echo references echo the same.
std::string references_json(const std::vector<oci::Descriptor>& children);

/// `sum` + `size`. Throws kRegistryBadAnswer where that is no number of bytes.
std::int64_t added_size(std::int64_t sum, std::uint64_t size);

}  // namespace portside::artifact
