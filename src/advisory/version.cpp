// SPDX-License-Identifier: Apache-2.0
#include "advisory/version.hpp"

#include "advisory/version_schemes.hpp"

namespace portside::advisory {

bool is_version(VersionScheme scheme, std::string_view text) noexcept {
  switch (scheme) {
    case VersionScheme::kDeb: return is_deb_version(text);
    case VersionScheme::kRpm: return is_rpm_version(text);
    case VersionScheme::kApk: return is_apk_version(text);
  }
  return false;
}

std::optional<int> compare_versions(VersionScheme scheme, std::string_view left,
                                    std::string_view right) noexcept {
  switch (scheme) {
    case VersionScheme::kDeb: return compare_deb(left, right);
    case VersionScheme::kRpm: return compare_rpm(left, right);
    case VersionScheme::kApk: return compare_apk(left, right);
  }
  return std::nullopt;
}

}  // namespace portside::advisory
