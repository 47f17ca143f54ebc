// SPDX-License-Identifier: Apache-2.0
#include "oci/platform.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "portside/api/error.hpp"
#include "words/quoted.hpp"

namespace portside::oci {
namespace {

std::string lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

struct Alias {
  std::string_view name;
  std::string_view architecture;
  std::string_view variant;
};

/// Other names of architectures, as uname and distributions have them.
constexpr std::array kAliases = {
    Alias{"x86_64", "amd64", ""}, Alias{"x86-64", "amd64", ""}, Alias{"aarch64", "arm64", ""},
    Alias{"i386", "386", ""},     Alias{"i686", "386", ""},     Alias{"armhf", "arm", "v7"},
    Alias{"armel", "arm", "v6"},
};

/// The number in `v8` and `8`; 0 for none.
int number_of(std::string_view variant) {
  if (variant.starts_with('v')) variant.remove_prefix(1);
  const bool digit = variant.size() == 1 && variant.front() >= '1' && variant.front() <= '9';
  return digit ? variant.front() - '0' : 0;
}

/// What a missing variant stands for.
int base_variant(std::string_view architecture) {
  if (architecture == "arm") return 7;
  if (architecture == "arm64") return 8;
  return 1;
}

/// The variant as a number that grows with what the machine can do.
int level_of(const Platform& platform) {
  const int number = number_of(platform.variant);
  return number == 0 ? base_variant(platform.architecture) : number;
}

}  // namespace

std::string Platform::text() const {
  if (os.empty() && architecture.empty()) return {};
  return os + '/' + architecture + (variant.empty() ? "" : '/' + variant);
}

Platform normalized(Platform platform) {
  platform.os = lower_case(std::move(platform.os));
  platform.architecture = lower_case(std::move(platform.architecture));
  platform.variant = lower_case(std::move(platform.variant));
  const auto alias = std::ranges::find(kAliases, platform.architecture, &Alias::name);
  if (alias != kAliases.end()) {
    platform.architecture = alias->architecture;
    if (platform.variant.empty()) platform.variant = alias->variant;
  }
  const int number = number_of(platform.variant);
  if (number != 0) platform.variant = "v" + std::to_string(number);
  const bool implied =
      platform.architecture != "arm" && number == base_variant(platform.architecture);
  if (implied) platform.variant.clear();
  if (platform.architecture == "arm" && platform.variant.empty()) platform.variant = "v7";
  return platform;
}

Platform parse_platform(std::string_view text) {
  const auto refuse = [text] {
    throw AdapterError(ErrorCode::kInvalidArgument,
                       words::quoted(text) +
                           " is no platform; expected OS/ARCHITECTURE[/VARIANT], for example "
                           "linux/amd64 or linux/arm/v7");
  };
  Platform platform;
  std::array<std::string*, 3> parts = {&platform.os, &platform.architecture, &platform.variant};
  std::size_t count = 0;
  for (std::string_view rest = text; count < parts.size();) {
    const std::size_t slash = rest.find('/');
    *parts[count++] = rest.substr(0, slash);
    if (slash == std::string_view::npos) break;
    rest.remove_prefix(slash + 1);
    if (count == parts.size()) refuse();
  }
  for (std::size_t i = 0; i < count; ++i) {
    const bool plain = std::ranges::all_of(*parts[i], [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             c == '_' || c == '-' || c == '.';
    });
    if (parts[i]->empty() || !plain) refuse();
  }
  if (count < 2) refuse();
  return normalized(std::move(platform));
}

std::optional<int> suitability(const Platform& offered, const Platform& wanted) {
  const Platform have = normalized(offered);
  const Platform want = normalized(wanted);
  if (have.os != want.os || have.architecture != want.architecture) return std::nullopt;
  if (have.variant == want.variant) return 0;
  const int lower_by = level_of(want) - level_of(have);
  if (lower_by <= 0) return std::nullopt;
  return lower_by;
}

}  // namespace portside::oci
