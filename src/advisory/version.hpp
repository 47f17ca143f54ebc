// SPDX-License-Identifier: Apache-2.0
//
// Versions of packages, ordered as the package managers order them. For each scheme the versions
// are totally ordered: of three, no two comparisons contradict the third.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace portside::advisory {

/// Whose rules.
enum class VersionScheme : std::uint8_t {
  /// `[EPOCH:]UPSTREAM[-REVISION]`: what `dpkg --compare-versions` says (dpkg 1.21). What dpkg only
  /// warns of (a version that begins with a letter, an odd character) is a version.
  kDeb = 0,
  /// `[EPOCH:]VERSION[-RELEASE]`: what `rpm.vercmp` says (rpm 4.18). No epoch is epoch 0; no
  /// release
  /// is older than any. Any text without blanks and control characters that has a VERSION is a
  /// version.
  kRpm = 1,
  /// What `apk version -t` says (apk-tools 3, with commit hashes: `1.2_git20240101~0f3a-r0`).
  /// Numbers of more than 64 bits, which apk cuts, are compared whole.
  kApk = 2,
};

/// Whether the text is a version by these rules. [any]
bool is_version(VersionScheme scheme, std::string_view text) noexcept;

/// Less than, equal to or greater than 0, as `left` is older than, the same as or newer than
/// `right`. Nothing when one of them is no version: then nobody can say. [any]
std::optional<int> compare_versions(VersionScheme scheme, std::string_view left,
                                    std::string_view right) noexcept;

}  // namespace portside::advisory
