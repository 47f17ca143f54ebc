// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oci/platform.hpp"

namespace portside::oci {

/// A reference to content by its digest (OCI image specification, "Descriptor").
struct Descriptor {
  std::string media_type;
  std::string digest;
  std::uint64_t size = 0;
  /// Where else the content can be had (foreign layers).
  std::vector<std::string> urls;
  std::map<std::string, std::string> annotations;
  std::string artifact_type;
  std::optional<Platform> platform;
};

/// A manifest of one image or artifact, or an index of several.
struct Manifest {
  std::string media_type;
  bool is_index = false;
  std::string artifact_type;
  /// Of an image or artifact.
  Descriptor config;
  std::vector<Descriptor> layers;
  /// Of an index.
  std::vector<Descriptor> manifests;
  std::optional<Descriptor> subject;
  std::map<std::string, std::string> annotations;
};

/// At most 4 MiB, as registries take them.
inline constexpr std::size_t kMaxManifestBytes = std::size_t{4} << 20U;

/// Reads a manifest. `content_type` is that of the answer; a `mediaType` inside has to agree with
/// it. Throws kUnsupported for Docker's schema 1, and kRegistryBadAnswer with what is wrong: no
/// JSON, members of wrong types, digests that are none, negative sizes, more than 10,000
/// descriptors.
Manifest parse_manifest(std::string_view text, std::string_view content_type);

/// True for the entry of an index that carries what was attested about another one, and no image
/// (`unknown/unknown`; or no platform, and the annotation of BuildKit). What has a platform is run
/// by somebody, whatever its annotations say.
bool is_attestation(const Descriptor& entry);

}  // namespace portside::oci
