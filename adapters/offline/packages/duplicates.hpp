// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "advisory/version.hpp"
#include "offline/packages/package.hpp"

namespace portside::offline {

/// Leaves one of packages that are the same, also where several databases list them. Of dpkg's with
/// the same name and architecture in one database the last counts, as dpkg takes it; rpm may have a
/// package in several versions.
void merge_duplicates(std::vector<Package>& packages, advisory::VersionScheme scheme);

}  // namespace portside::offline
