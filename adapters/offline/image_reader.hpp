// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "offline/databases.hpp"
#include "offline/distribution.hpp"
#include "offline/image_document.hpp"
#include "offline/packages/package.hpp"
#include "portside/api/call_context.hpp"
#include "portside/api/registry_access.hpp"

namespace portside::offline {

struct ReadLimits {
  /// Entries of all layers.
  std::uint64_t entries = 10'000'000;
  /// Package databases of one image, with those of lower layers that it no longer shows.
  std::uint64_t database_bytes = std::uint64_t{512} << 20U;
  /// Of these, all but databases of rpm: the largest real ones have a few MiB.
  std::uint64_t text_bytes = std::uint64_t{64} << 20U;
};

/// The packages of one kind of database.
struct InstalledPackages {
  PackageList list;
  /// For each package the layer that brought it in this version.
  std::vector<std::size_t> layers;
};

/// What an image consists of, as far as advisories go.
struct ImageContent {
  Distribution distribution;
  /// By advisory::VersionScheme.
  std::array<InstalledPackages, kSchemes> packages;
  std::vector<std::string> unreadable_databases;
  /// Why databases that are not the distribution's could not be read.
  std::vector<std::string> failures;
  /// Files and links of all layers.
  std::uint64_t file_count = 0;
};

/// Reads all layers of an image, bottom up, each in one pass; once more when the image's links lead
/// to places that nobody thought of. `temp_dir` gives the path of an empty folder for copies of
/// databases. Draws no conclusion from a layer before it was verified. Throws kMalformedData,
/// kTooLarge, kUnsupported, kIo, and what RegistryAccess throws.
ImageContent read_image(const ImageDocument& image, RegistryAccess& registry,
                        const ReadLimits& limits, const std::function<std::string()>& temp_dir,
                        const CallContext& context);

}  // namespace portside::offline
