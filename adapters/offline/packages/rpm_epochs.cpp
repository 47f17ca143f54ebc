// SPDX-License-Identifier: Apache-2.0
#include "offline/packages/rpm_epochs.hpp"

#include <string>
#include <unordered_map>
#include <utility>

namespace portside::offline {
namespace {

/// What is known about one source.
struct Source {
  /// With its colon; "" = none.
  std::string epoch;
  bool is_known = false;
  bool has_main_package = false;
};

/// `[EPOCH:]VERSION-RELEASE`: how long the epoch is, with its colon.
std::size_t epoch_size(const std::string& version) {
  return version.find(':') + 1;
}

std::string source_key(const Package& package) {
  return package.source_name + '\0' + package.source_version;
}

void learn(const Package& package, Source& source, bool is_first) {
  const std::string epoch = package.version.substr(0, epoch_size(package.version));
  const bool is_main = package.name == package.source_name;
  if (is_first || (is_main && !source.has_main_package)) {
    source = {epoch, true, is_main};
  } else if (is_main == source.has_main_package && epoch != source.epoch) {
    source.is_known = false;
  }
}

}  // namespace

void set_source_epochs(std::vector<Package>& packages) {
  std::unordered_map<std::string, Source> sources;
  for (Package& package : packages) {
    package.source_version.erase(0, epoch_size(package.source_version));
    if (package.version.substr(epoch_size(package.version)) != package.source_version) continue;
    const auto [source, is_new] = sources.emplace(source_key(package), Source());
    learn(package, source->second, is_new);
  }
  for (Package& package : packages) {
    const auto source = sources.find(source_key(package));
    const bool is_known = source != sources.end() && source->second.is_known;
    // No version of rpm has a blank in it.
    package.source_version.insert(0, is_known ? source->second.epoch : "(epoch not known) ");
  }
}

}  // namespace portside::offline
