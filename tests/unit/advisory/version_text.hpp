// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <random>
#include <string>

#include "advisory/version.hpp"

namespace portside::advisory {

/// A version by the grammar of the scheme: short, of few different parts, so that two of them often
/// begin alike.
std::string random_version(VersionScheme scheme, std::mt19937& random);

}  // namespace portside::advisory
