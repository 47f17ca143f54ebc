// SPDX-License-Identifier: Apache-2.0
#include "anchore/distribution.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace portside::anchore {
namespace {

constexpr std::array<std::string_view, 14> kDistributions = {
    "alpine",  "amzn",    "azurelinux", "centos", "chainguard", "debian", "fedora",
    "mariner", "minimos", "ol",         "rhel",   "sles",       "ubuntu", "wolfi"};

/// Distributions that share one set of records, or whose name is written in several ways
/// (anchore-engine's mappings of distributions; Grype's).
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kOtherNames = {{
    {"almalinux", "rhel"},
    {"alma", "rhel"},
    {"amazon", "amzn"},
    {"amazonlinux", "amzn"},
    {"centos", "rhel"},
    {"fedora", "rhel"},
    {"oraclelinux", "ol"},
    {"redhat", "rhel"},
    {"rocky", "rhel"},
    {"rockylinux", "rhel"},
    {"sle_hpc", "sles"},
    {"sled", "sles"},
}};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The text before and behind the first `mark`.
std::pair<std::string_view, std::string_view> halves(std::string_view text, char mark) {
  const std::size_t at = std::min(text.find(mark), text.size());
  return {text.substr(0, at), text.substr(std::min(at + 1, text.size()))};
}

std::string_view family_of(std::string_view name) {
  for (const auto& each : kOtherNames) {
    if (each.first == name) return each.second;
  }
  return name;
}

/// `3.12` of `3.12.4`, but not `1` of `12`.
bool is_release_of(std::string_view release, std::string_view version) {
  return version.substr(0, release.size()) == release &&
         (version.size() == release.size() || !is_digit(version[release.size()]));
}

/// A version that is not known is not the reason to doubt.
bool has_version(std::string_view release, std::string_view version) {
  if (version.empty() || release.empty() || release == "rolling") return true;
  if (is_digit(release.front())) {
    return is_release_of(release, version) || is_release_of(version, release);
  }
  // `edge` and `unstable` are for versions that have no number of their own.
  const bool is_number =
      std::ranges::all_of(version, [](char c) { return is_digit(c) || c == '.'; });
  return !is_number || release == version;
}

/// `debian:12` of `debian:distro:debian:12`, which is Grype's newer form: who tells, and of what.
std::string_view without_provider(std::string_view group) {
  constexpr std::string_view kKind = "distro:";
  const std::string_view rest = halves(group, ':').second;
  return rest.substr(0, kKind.size()) == kKind ? rest.substr(kKind.size()) : group;
}

}  // namespace

bool is_distribution_group(std::string_view group) {
  const std::string_view name = halves(without_provider(group), ':').first;
  return std::ranges::find(kDistributions, name) != kDistributions.end();
}

bool is_group_for(std::string_view group, std::string_view os) {
  const auto [group_name, release] = halves(without_provider(group), ':');
  const auto [name, version] = halves(os, ' ');
  return family_of(group_name) == family_of(name) && has_version(release, version);
}

}  // namespace portside::anchore
