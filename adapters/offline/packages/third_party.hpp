// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace portside::offline {

/// Who made a package, when its Maintainer is the team of a vendor that publishes packages of its
/// own for Debian and Ubuntu; "" otherwise. Such packages can have the names of the distribution's,
/// and the distribution's advisories may not mean them.
std::string third_party(std::string_view maintainer);

}  // namespace portside::offline
