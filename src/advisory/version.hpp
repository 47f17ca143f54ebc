// SPDX-License-Identifier: Apache-2.0
//
// Versions of packages, ordered as the package managers order them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace portside::advisory {

/// Whose rules.
enum class VersionScheme : std::uint8_t {
  kDeb = 0,  ///< Debian policy, "Version": what `dpkg --compare-versions` says
  kRpm = 1,  ///< what rpm's rpmvercmp says, epochs included
  kApk = 2,  ///< what `apk version -t` says (apk-tools 3)
};

/// Whether the text is a version by these rules. [any]
bool is_version(VersionScheme scheme, std::string_view text) noexcept;

/// Less than, equal to or greater than 0, as `left` is older than, the same as or newer than
/// `right`. Nothing when one of them is no version: then nobody can say. [any]
std::optional<int> compare_versions(VersionScheme scheme, std::string_view left,
                                    std::string_view right) noexcept;

}  // namespace portside::advisory
