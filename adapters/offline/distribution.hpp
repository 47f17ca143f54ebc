// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "advisory/version.hpp"

namespace portside::offline {

/// The content of an image's files about its operating system; "" = no such file.
struct OsFiles {
  std::string_view os_release;
  std::string_view debian_version;
  std::string_view alpine_release;
};

/// The operating system of an image.
struct Distribution {
  /// For people: `debian 12`; "" when nothing says what it is.
  std::string os;
  /// Whether packages of this distribution can be matched at all.
  bool is_supported = false;
  /// As OSV names ecosystems, `Debian:12`; "" when the release is not known.
  std::string release;
  /// Which database is the distribution's, and how its versions compare.
  advisory::VersionScheme scheme = advisory::VersionScheme::kDeb;
  /// rpm: how the Vendor of its packages begins.
  std::string_view vendor;
  /// Parts of package URLs: `deb`, `debian`, `debian-12`.
  std::string purl_type;
  std::string purl_namespace;
  std::string purl_distro;
};

/// Tells the operating system from os-release(5), or from the files of Debian and Alpine that are
/// older than that. A derivative is not taken for the distribution that it was made from: its
/// packages are others.
Distribution recognise(const OsFiles& files);

}  // namespace portside::offline
