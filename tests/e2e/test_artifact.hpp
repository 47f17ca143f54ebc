// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "real_registry.hpp"

namespace portside::testing {

/// A config or a layer.
struct TestBlob {
  std::string media_type;
  std::string content;
  std::map<std::string, std::string> annotations = {};
};

struct TestArtifact {
  TestBlob config;
  std::vector<TestBlob> layers = {};
  std::string artifact_type = {};
  std::map<std::string, std::string> annotations = {};
  /// The digest of an image that it is about, or "".
  std::string subject = {};
};

/// Puts an artifact into a registry without login, as clients push it: blobs, then the manifest.
/// Returns the digest of its manifest.
std::string put_artifact(RealRegistry& registry, const std::string& repository,
                         const std::string& tag, const TestArtifact& artifact);

/// The descriptor of a manifest in an index.
struct TestChild {
  std::string digest;
  std::size_t size = 0;
  std::map<std::string, std::string> annotations = {};
};

std::string put_artifact_index(RealRegistry& registry, const std::string& repository,
                               const std::string& tag, const std::vector<TestChild>& children,
                               const std::map<std::string, std::string>& annotations = {});

}  // namespace portside::testing
