// SPDX-License-Identifier: Apache-2.0
#include "scan/watched_access.hpp"

#include <limits>

#include "oci/manifest.hpp"
#include "portside/api/error.hpp"

namespace portside::scan {
namespace {

/// Sums up sizes that a manifest claims.
std::uint64_t size_of(const std::vector<oci::Descriptor>& layers) {
  std::uint64_t sum = 0;
  for (const oci::Descriptor& layer : layers) {
    if (layer.size > std::numeric_limits<std::uint64_t>::max() - sum) return 0;
    sum += layer.size;
  }
  return sum;
}

}  // namespace

std::string WatchedAccess::manifest(const std::string& reference, std::string& media_type,
                                    const CallContext& context) {
  std::string text = access_->manifest(reference, media_type, context);
  if (reference != digest_) return text;
  try {
    const oci::Manifest manifest = oci::parse_manifest(text, media_type);
    board_.image_has(manifest.layers.size(), size_of(manifest.layers));
  } catch (const AdapterError&) {
    // Whoever asked for it judges it.
  }
  return text;
}

void WatchedAccess::layer(const std::string& digest, const std::string& diff_id, ByteSink& sink,
                          const CallContext& context) {
  access_->layer(digest, diff_id, sink, context);
  board_.layer_done();
}

}  // namespace portside::scan
