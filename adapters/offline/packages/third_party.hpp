// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace portside::offline {

/// Who made a package, when its Maintainer is one of the vendors that publish packages of their own
/// for Debian and Ubuntu; "" otherwise. Such packages can have the names of the distribution's, and
/// the distribution's advisories say nothing about them.
std::string third_party(std::string_view maintainer);

}  // namespace portside::offline
