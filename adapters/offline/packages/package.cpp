// SPDX-License-Identifier: Apache-2.0
#include "offline/packages/package.hpp"

#include <utility>

#include "portside/api/error.hpp"

namespace portside::offline {

void add_package(PackageList& list, Package package) {
  if (list.packages.size() == kMaxPackages) {
    throw AdapterError(ErrorCode::kTooLarge, "the package database " + package.location +
                                                 " lists more than " +
                                                 std::to_string(kMaxPackages) + " packages");
  }
  if (package.source_name.empty()) package.source_name = package.name;
  if (package.source_version.empty()) package.source_version = package.version;
  list.packages.push_back(std::move(package));
}

}  // namespace portside::offline
