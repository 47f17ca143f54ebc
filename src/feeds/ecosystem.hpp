// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "advisory/advisory.hpp"
#include "advisory/version.hpp"

namespace portside::feeds {

enum class Distribution : std::uint8_t { kAlmaLinux, kAlpine, kDebian, kRocky, kUbuntu };

/// A release of a distribution, and how advisories speak of its packages.
struct Ecosystem {
  Distribution distribution = Distribution::kDebian;
  /// As advisory::AffectedPackage::release.
  std::string release;
  advisory::VersionScheme scheme = advisory::VersionScheme::kDeb;
  advisory::NameKind name_kind = advisory::NameKind::kSource;
};

/// The release that OSV's name of an ecosystem means: `Debian:12`, `Ubuntu:22.04:LTS`,
/// `Alpine:v3.19`, `AlmaLinux:9`, `Rocky Linux:9`. Nothing for all others: those of languages,
/// distributions without a release, and Ubuntu's for subscribers, whose fixes others do not get.
///
/// OSV's schema says that AlmaLinux names source packages; its data names binary ones.
std::optional<Ecosystem> ecosystem_of(std::string_view text);

/// `12` for `bookworm`; what has no number, `sid` for example, stays as it is.
std::string_view debian_release_number(std::string_view codename) noexcept;

/// Whether a text can be a package, a version or an id: 1 to 256 printable ASCII characters without
/// spaces.
bool is_plain_word(std::string_view text) noexcept;

}  // namespace portside::feeds
