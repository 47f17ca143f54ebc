// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "portside/api/artifact.hpp"
#include "portside/api/scan_request.hpp"
#include "portside/testing/memory_registry_access.hpp"

namespace portside::conformance {

/// What the checks ask a plugin to look at when its author says nothing: an image of two small
/// layers, as the OCI image specification wants it, with true digests.
struct SampleImage {
  ScanRequest request;
  Artifact artifact;
  /// Byte for byte as stored.
  std::string manifest;
};

/// Puts it into `registry`. `config_media_type` "" = that of an image's config.
SampleImage put_sample_image(testing::MemoryRegistryAccess& registry,
                             const std::string& config_media_type);

}  // namespace portside::conformance
