// SPDX-License-Identifier: Apache-2.0
#include "offline/packages/duplicates.hpp"

#include <initializer_list>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace portside::offline {
namespace {

std::string joined(std::initializer_list<const std::string*> parts) {
  std::string key;
  for (const std::string* part : parts) key.append(*part).push_back('\0');
  return key;
}

/// Each stays where its first entry was.
void keep_last(std::vector<Package>& packages) {
  std::unordered_map<std::string, std::size_t> places;
  std::vector<Package> kept;
  kept.reserve(packages.size());
  for (Package& package : packages) {
    std::string key = joined({&package.location, &package.name, &package.architecture});
    const auto [place, is_new] = places.emplace(std::move(key), kept.size());
    if (is_new) {
      kept.push_back(std::move(package));
    } else {
      kept[place->second] = std::move(package);
    }
  }
  packages = std::move(kept);
}

}  // namespace

void merge_duplicates(std::vector<Package>& packages, advisory::VersionScheme scheme) {
  if (scheme == advisory::VersionScheme::kDeb) keep_last(packages);
  std::unordered_set<std::string> seen;
  std::erase_if(packages, [&](const Package& package) {
    // What was built from another source has other advisories.
    return !seen.insert(joined({&package.name, &package.architecture, &package.version,
                                &package.source_name, &package.source_version, &package.module}))
                .second;
  });
}

}  // namespace portside::offline
