// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "advisory/advisory.hpp"
#include "advisory/version.hpp"

namespace portside::feeds {

/// A version at which something changes.
struct OsvEvent {
  enum class Kind : std::uint8_t { kIntroduced, kFixed, kLastAffected, kLimit };
  Kind kind = Kind::kIntroduced;
  std::string version;
};

/// The stretches of affected versions that events, in any order, come to ("Evaluation" in OSV's
/// schema). Events whose versions cannot be ordered are taken in the order in which they stand.
std::vector<advisory::VersionRange> ranges_of(std::vector<OsvEvent> events,
                                              advisory::VersionScheme scheme);

/// Whether a version is in one of the ranges; false when nobody can say.
bool is_in(const std::vector<advisory::VersionRange>& ranges, std::string_view version,
           advisory::VersionScheme scheme);

}  // namespace portside::feeds
