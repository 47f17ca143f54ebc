// SPDX-License-Identifier: Apache-2.0
#include "advisory/release.hpp"

#include <array>
#include <utility>

namespace portside::advisory {
namespace {

/// Names of https://ossf.github.io/osv-schema/#defined-ecosystems, and relatives that use the same
/// package manager.
constexpr std::array<std::pair<std::string_view, VersionScheme>, 18> kDistributions = {{
    {"AlmaLinux", VersionScheme::kRpm},
    {"Alpaquita", VersionScheme::kApk},
    {"Alpine", VersionScheme::kApk},
    {"Azure Linux", VersionScheme::kRpm},
    {"CentOS", VersionScheme::kRpm},
    {"Chainguard", VersionScheme::kApk},
    {"Debian", VersionScheme::kDeb},
    {"Fedora", VersionScheme::kRpm},
    {"Mageia", VersionScheme::kRpm},
    {"MinimOS", VersionScheme::kApk},
    {"Oracle Linux", VersionScheme::kRpm},
    {"Red Hat", VersionScheme::kRpm},
    {"Rocky Linux", VersionScheme::kRpm},
    {"SUSE", VersionScheme::kRpm},
    {"Ubuntu", VersionScheme::kDeb},
    {"Wolfi", VersionScheme::kApk},
    {"openEuler", VersionScheme::kRpm},
    {"openSUSE", VersionScheme::kRpm},
}};

}  // namespace

std::optional<VersionScheme> scheme_of(std::string_view release) noexcept {
  const std::string_view name = release.substr(0, release.find(':'));
  for (const auto& distribution : kDistributions) {
    if (distribution.first == name) return distribution.second;
  }
  return std::nullopt;
}

}  // namespace portside::advisory
