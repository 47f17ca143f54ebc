// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "portside/api/json.hpp"

namespace portside {

/// Which image is meant. Always one platform's manifest: the host expands indexes and passes over
/// attestations before it calls an adapter.
struct ImageReference {
  /// `scheme://host[:port]` of the container registry, as the scanner has to address it.
  std::string registry_url;
  /// For example `library/nginx`.
  std::string repository;
  /// The digest of the manifest, `sha256:` and 64 hex digits. What is scanned is named by it alone.
  std::string digest;
  /// The manifest's media type.
  std::string manifest_media_type;
  /// The manifest's `artifactType` (OCI image specification 1.1); "" for ordinary images.
  std::string artifact_type;
  /// The media type of the manifest's config. Together with `artifact_type` it tells images from
  /// charts and signatures, which a scanner would otherwise report as free of vulnerabilities.
  std::string config_media_type;
  /// `os/architecture[/variant]`, for example `linux/arm64/v8`; "" when unknown.
  std::string platform;
  /// The tags that point to it at this moment; may be empty. For showing only.
  std::vector<std::string> tags;
  Json extra;
};

}  // namespace portside
