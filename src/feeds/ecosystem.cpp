// SPDX-License-Identifier: Apache-2.0
#include "feeds/ecosystem.hpp"

#include <algorithm>
#include <utility>

namespace portside::feeds {
namespace {

using advisory::NameKind;
using advisory::VersionScheme;

struct KnownDistribution {
  std::string_view name;
  Distribution distribution;
  VersionScheme scheme;
  NameKind name_kind;
};

constexpr KnownDistribution kKnown[] = {
    {"AlmaLinux", Distribution::kAlmaLinux, VersionScheme::kRpm, NameKind::kBinary},
    {"Alpine", Distribution::kAlpine, VersionScheme::kApk, NameKind::kSource},
    {"Debian", Distribution::kDebian, VersionScheme::kDeb, NameKind::kSource},
    {"Rocky Linux", Distribution::kRocky, VersionScheme::kRpm, NameKind::kSource},
    {"Ubuntu", Distribution::kUbuntu, VersionScheme::kDeb, NameKind::kSource},
};

constexpr std::pair<std::string_view, std::string_view> kDebianNumbers[] = {
    {"forky", "14"},  {"trixie", "13"}, {"bookworm", "12"}, {"bullseye", "11"},
    {"buster", "10"}, {"stretch", "9"}, {"jessie", "8"},    {"wheezy", "7"},
    {"squeeze", "6"}, {"lenny", "5"},   {"etch", "4"},
};

}  // namespace

std::optional<Ecosystem> ecosystem_of(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view release = text.substr(colon + 1);
  for (const KnownDistribution& known : kKnown) {
    if (text.substr(0, colon) != known.name) continue;
    if (known.distribution == Distribution::kUbuntu && release.ends_with(":LTS")) {
      release.remove_suffix(4);
    }
    // `Pro:22.04:LTS` is left with a colon.
    if (!is_plain_word(release) || release.find(':') != std::string_view::npos) return std::nullopt;
    return Ecosystem{known.distribution, std::string(known.name) + ':' + std::string(release),
                     known.scheme, known.name_kind};
  }
  return std::nullopt;
}

std::string_view debian_release_number(std::string_view codename) noexcept {
  for (const auto& each : kDebianNumbers) {
    if (each.first == codename) return each.second;
  }
  return codename;
}

bool is_plain_word(std::string_view text) noexcept {
  return !text.empty() && text.size() <= 256 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

}  // namespace portside::feeds
