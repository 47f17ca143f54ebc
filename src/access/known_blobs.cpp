// SPDX-License-Identifier: Apache-2.0
#include "access/known_blobs.hpp"

#include <utility>

#include "portside/api/error.hpp"

namespace portside::access {
namespace {

/// Blobs that are kept in mind; an image has far fewer.
constexpr std::size_t kMaxKnown = 50'000;

}  // namespace

void KnownBlobs::remember(const oci::FetchedManifest& fetched) {
  oci::Manifest manifest;
  try {
    manifest = oci::parse_manifest(fetched.bytes, fetched.media_type);
  } catch (const AdapterError&) {
    return;
  }
  manifest.layers.push_back(std::move(manifest.config));
  for (oci::Descriptor& each : manifest.layers) {
    if (each.digest.empty()) continue;
    if (known_.size() == kMaxKnown) known_.clear();
    known_.insert_or_assign(each.digest, std::move(each));
  }
}

const oci::Descriptor* KnownBlobs::find(const std::string& digest) const {
  const auto found = known_.find(digest);
  return found == known_.end() ? nullptr : &found->second;
}

}  // namespace portside::access
