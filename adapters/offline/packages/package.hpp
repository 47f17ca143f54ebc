// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace portside::offline {

/// An installed package, as its database spells it.
struct Package {
  std::string name;
  /// rpm: `[EPOCH:]VERSION-RELEASE`.
  std::string version;
  /// Never empty: where the database names no source, it is the package itself.
  std::string source_name;
  std::string source_version;
  std::string architecture;
  /// rpm: `NAME:STREAM` of its module; "" = none.
  std::string module;
  /// Who made it, when that is somebody else than the distribution, as shown(); "" = the
  /// distribution, or nobody says. What rpm's reader leaves here may be the distribution.
  std::string third_party;
  /// Path of the database.
  std::string location;
};

/// What package databases list.
struct PackageList {
  std::vector<Package> packages;
  /// dpkg: packages whose installation broke off.
  std::uint64_t half_installed = 0;
  /// Paragraphs without a name or version, or with one that is too long.
  std::uint64_t nameless = 0;
  /// Name and database of the first of them, for a message.
  std::string first_nameless;
  /// dpkg: paragraphs that are vcpkg's.
  std::uint64_t ports = 0;
};

/// More packages than any image has. Parsers throw kTooLarge.
inline constexpr std::size_t kMaxPackages = 200'000;

/// No name and no version is longer than this.
inline constexpr std::size_t kLongestField = 4096;

/// Adds a package, or counts it when it has no name or version. Throws kTooLarge.
void add_package(PackageList& list, Package package);

/// A text of a database for a message: its beginning, printable.
std::string shown(std::string_view text);

}  // namespace portside::offline
