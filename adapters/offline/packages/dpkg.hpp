// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "offline/packages/package.hpp"

namespace portside::offline {

/// Reads dpkg's status file (deb822 paragraphs), or a file of status.d, whose paragraphs have no
/// Status: they are installed. Packages of which only the configuration is left are not in the
/// list; those that are to be removed are, as long as they are there. Paragraphs of vcpkg, which
/// look alike, are counted and left out.
void read_dpkg_status(std::string_view text, const std::string& location, PackageList& list);

}  // namespace portside::offline
