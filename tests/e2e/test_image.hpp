// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "digest_of.hpp"
#include "real_registry.hpp"

namespace portside::testing {

/// An archive with these files (name, content), in the form of POSIX.
std::string tar(const std::vector<std::pair<std::string, std::string>>& files);

struct TestLayer {
  /// As it is stored.
  std::string blob;
  std::string media_type;
  std::string diff_id;
};

/// A layer as it should be: `plain` packed by "gzip", "zstd" or "tar".
TestLayer layer(const std::string& plain, const std::string& packed = "gzip");

struct TestImage {
  std::vector<TestLayer> layers = {};
  /// Instead of the one that fits.
  std::optional<std::string> config = std::nullopt;
  std::string architecture = "amd64";
  /// Say `mediaType` in the manifest.
  bool says_type = true;
  bool docker = false;
};

/// Puts an image into a registry without login. Returns the digest of its manifest.
std::string put_image(RealRegistry& registry, const std::string& repository, const std::string& tag,
                      const TestImage& image);

/// An entry of an index.
struct TestEntry {
  std::string digest;
  std::string platform = {};
  bool is_index = false;
  bool attestation = false;
};

std::string put_index(RealRegistry& registry, const std::string& repository, const std::string& tag,
                      const std::vector<TestEntry>& entries);

}  // namespace portside::testing
