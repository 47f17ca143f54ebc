// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "oci/manifest.hpp"
#include "oci/registry_client.hpp"

namespace portside::oci {

/// What an index stands for, with the indexes in it.
struct IndexContent {
  /// The manifests of images and artifacts in their order, each digest once for each platform. An
  /// entry without a
  /// platform has that of the index around it.
  std::vector<Descriptor> images;
  /// What was attested about them.
  std::vector<Descriptor> attestations;
  /// Entries of media types that are no manifests.
  std::vector<Descriptor> others;
};

/// Reads a manifest of the same repository by its digest.
using FetchManifest = std::function<FetchedManifest(const std::string& digest)>;

/// Lists what is in an index and in the indexes that it holds, which are fetched; one that was seen
/// already is passed over. Throws kTooLarge for more than 1,000 entries in all or indexes in each
/// other more than 4 deep, what parse_manifest() throws, and what `fetch` throws.
IndexContent expand_index(const Manifest& index, const FetchManifest& fetch);

/// The image for a platform: of several that would do the best one, of equals the first. Null when
/// there is none.
const Descriptor* choose_image(const std::vector<Descriptor>& images, const Platform& wanted);

/// `linux/amd64, linux/arm/v7`, for messages: each shortened and harmless.
std::string platforms_of(const std::vector<Descriptor>& images);

}  // namespace portside::oci
