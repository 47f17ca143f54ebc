// SPDX-License-Identifier: Apache-2.0
//
// What a scripted Anchore knows, and how it writes it down in both versions of its API.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace portside::testing {

/// An image in the registry.
struct FakeAnchoreImage {
  struct Package {
    std::string name;
    std::string version;
  };
  std::vector<Package> packages = {};
  /// As analyzers write it: `Unknown` and `0` where they recognised nothing.
  std::string distro = "debian";
  std::string distro_version = "12";
  /// Looks at it until it is analysed; before the last one it is being analysed.
  int looks = 2;
  bool fails = false;
  /// The digest is that of a list, and the image is this one of its entries; "" for an image.
  std::string child = {};
};

struct FakeAnchoreVulnerability {
  std::string id;
  /// The package that has it, in every version but `fixed_in`.
  std::string package;
  std::string fixed_in = {};
  std::string severity = "Medium";
  std::string description = {};
  bool will_not_fix = false;
  std::string feed_group = "debian:12";
};

/// A vulnerability of an image.
struct FakeAnchoreFinding {
  FakeAnchoreVulnerability vulnerability;
  FakeAnchoreImage::Package package;
};

/// An element of the list of vulnerabilities; `describe` as v2 does when it is asked to.
nlohmann::json document_of(const FakeAnchoreFinding& finding, bool describe);

/// What an evaluation of a policy says: images with what is `Critical` are stopped.
struct FakeAnchoreEvaluation {
  std::string digest;
  std::string tag;
  std::string policy;
  bool detail = false;
  std::vector<FakeAnchoreFinding> findings = {};

  bool passes() const;
  nlohmann::json v1() const;
  nlohmann::json v2() const;
};

}  // namespace portside::testing
