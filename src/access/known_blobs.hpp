// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "oci/manifest.hpp"
#include "oci/registry_client.hpp"

namespace portside::access {

/// What the manifests that were read say of their blobs: size, media type, where else they are.
/// Not thread-safe.
class KnownBlobs {
 public:
  /// Passes over what is no manifest: whoever asked for it gets the bytes, and judges.
  void remember(const oci::FetchedManifest& fetched);

  /// Null when no manifest named it.
  const oci::Descriptor* find(const std::string& digest) const;

 private:
  std::map<std::string, oci::Descriptor> known_;
};

}  // namespace portside::access
