// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "offline/packages/package.hpp"

namespace portside::offline {

/// Adds epochs to the versions of sources, which rpm names without. Packages of one source may have
/// versions and epochs of their own; the source's is that of the package with its name, or else of
/// others built from it, as long as their VERSION-RELEASE is the source's and they agree. Where no
/// such package is installed the source's version is made one that cannot be compared.
void set_source_epochs(std::vector<Package>& packages);

}  // namespace portside::offline
