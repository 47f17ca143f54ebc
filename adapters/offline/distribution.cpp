// SPDX-License-Identifier: Apache-2.0
#include "offline/distribution.hpp"

#include <algorithm>
#include <cstdint>

#include "offline/os_release.hpp"
#include "offline/packages/lines.hpp"

namespace portside::offline {
namespace {

using advisory::VersionScheme;

/// How much of VERSION_ID names a release.
enum class ReleaseForm : std::uint8_t { kMajor, kMajorMinor };

struct Known {
  std::string_view id;
  /// The ecosystem's name (OSV schema, "Defined ecosystems").
  const char* ecosystem;
  VersionScheme scheme;
  ReleaseForm form;
  const char* before_version;
  const char* vendor;
  const char* purl_type;
  const char* purl_namespace;
};

constexpr Known kKnown[] = {
    {"debian", "Debian", VersionScheme::kDeb, ReleaseForm::kMajor, "", "", "deb", "debian"},
    {"ubuntu", "Ubuntu", VersionScheme::kDeb, ReleaseForm::kMajorMinor, "", "", "deb", "ubuntu"},
    {"alpine", "Alpine", VersionScheme::kApk, ReleaseForm::kMajorMinor, "v", "", "apk", "alpine"},
    {"almalinux", "AlmaLinux", VersionScheme::kRpm, ReleaseForm::kMajor, "", "AlmaLinux", "rpm",
     "almalinux"},
    {"rocky", "Rocky Linux", VersionScheme::kRpm, ReleaseForm::kMajor, "", "Rocky", "rpm", "rocky"},
};

/// `12` of `12.5`, `3.19` of `3.19.1`; "" when it does not begin with such a number.
std::string leading_numbers(std::string_view version, std::size_t count) {
  std::string taken;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t end = std::min(version.find_first_not_of("0123456789"), version.size());
    if (end == 0) return {};
    if (i > 0) taken += '.';
    taken += version.substr(0, end);
    version.remove_prefix(end);
    if (i + 1 == count) break;
    if (version.empty() || version.front() != '.') return {};
    version.remove_prefix(1);
  }
  return taken;
}

/// The number, if there is one. `forky/sid` is testing as well as unstable, which no advisories for
/// a release are about.
std::string debian_version(const OsFiles& files) {
  const std::string_view text =
      trimmed(files.debian_version.substr(0, files.debian_version.find('\n')));
  return leading_numbers(text, 1).empty() ? std::string() : std::string(text);
}

/// What the older files say, in the words of the newer one.
OsRelease release_of(const OsFiles& files) {
  OsRelease release = parse_os_release(files.os_release);
  if (release.id.empty() && !files.alpine_release.empty()) {
    release.id = "alpine";
    release.version_id = trimmed(files.alpine_release.substr(0, files.alpine_release.find('\n')));
  } else if (release.id.empty() && !files.debian_version.empty()) {
    release.id = "debian";
  }
  if (release.id == "debian" && release.version_id.empty()) {
    release.version_id = debian_version(files);
  }
  return release;
}

std::string release_name(const Known& known, const OsRelease& release) {
  // Alpine's edge says what will come next: 3.20_alpha20231219.
  if (release.id == "alpine" && release.version_id.find("_alpha") != std::string::npos) {
    return "Alpine:edge";
  }
  const std::string version =
      leading_numbers(release.version_id, known.form == ReleaseForm::kMajor ? 1 : 2);
  if (version.empty()) return {};
  return std::string(known.ecosystem) + ":" + known.before_version + version;
}

}  // namespace

Distribution recognise(const OsFiles& files) {
  const OsRelease release = release_of(files);
  Distribution distribution;
  distribution.os = release.id;
  if (!release.version_id.empty()) distribution.os += " " + release.version_id;
  for (const Known& known : kKnown) {
    if (known.id != release.id) continue;
    distribution.is_supported = true;
    distribution.release = release_name(known, release);
    distribution.scheme = known.scheme;
    distribution.vendor = known.vendor;
    distribution.purl_type = known.purl_type;
    distribution.purl_namespace = known.purl_namespace;
    distribution.purl_distro = release.id;
    if (!release.version_id.empty()) distribution.purl_distro += "-" + release.version_id;
  }
  return distribution;
}

}  // namespace portside::offline
