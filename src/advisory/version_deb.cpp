// SPDX-License-Identifier: Apache-2.0
// deb-version(7), with dpkg's answers where the manual leaves room.
#include <cstdint>
#include <limits>

#include "advisory/version_schemes.hpp"

namespace portside::advisory {
namespace {

struct DebVersion {
  std::uint32_t epoch = 0;
  std::string_view upstream;
  std::string_view revision;
};

constexpr bool is_blank(char c) noexcept {
  return c == ' ' || c == '\t';
}

std::string_view trimmed(std::string_view text) noexcept {
  take_while(text, is_blank);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

/// dpkg keeps epochs in an int, and takes a sign.
std::optional<std::uint32_t> parse_epoch(std::string_view text) noexcept {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  std::uint64_t epoch = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    epoch = epoch * 10 + static_cast<std::uint64_t>(c - '0');
    if (epoch > static_cast<std::uint64_t>(std::numeric_limits<int>::max())) return std::nullopt;
  }
  return static_cast<std::uint32_t>(epoch);
}

std::optional<DebVersion> parse_deb(std::string_view text) noexcept {
  text = trimmed(text);
  std::size_t colon = std::string_view::npos;
  std::size_t hyphen = std::string_view::npos;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c > ':') continue;
    if (is_blank(c) || c == '\0') return std::nullopt;
    if (c == '-') hyphen = at;
    if (c == ':' && colon == std::string_view::npos) colon = at;
  }
  DebVersion version;
  if (hyphen != std::string_view::npos) {
    version.revision = text.substr(hyphen + 1);
    if (version.revision.empty()) return std::nullopt;
    text = text.substr(0, hyphen);
  }
  if (colon != std::string_view::npos) {
    // Also where it stands in what looked like a revision.
    const auto epoch = parse_epoch(text.substr(0, colon));
    if (!epoch || colon >= text.size()) return std::nullopt;
    version.epoch = *epoch;
    text.remove_prefix(colon + 1);
  }
  if (text.empty()) return std::nullopt;
  version.upstream = text;
  return version;
}

/// `~` before the end (and before a digit, which ends the stretch), then letters, then all others.
int weight(std::string_view text, std::size_t at) noexcept {
  if (at >= text.size() || is_digit(text[at])) return 0;
  const char c = text[at];
  if (c == '~') return -1;
  if (is_letter(c)) return c;
  return static_cast<signed char>(c) + 256;
}

/// Alternately a stretch without digits and one of digits.
int compare_deb_part(std::string_view left, std::string_view right) noexcept {
  while (!left.empty() || !right.empty()) {
    std::size_t at = 0;
    while ((at < left.size() && !is_digit(left[at])) ||
           (at < right.size() && !is_digit(right[at]))) {
      const int difference = weight(left, at) - weight(right, at);
      if (difference != 0) return difference;
      ++at;
    }
    left.remove_prefix(at);
    right.remove_prefix(at);
    const int difference = compare_numbers(take_while(left, is_digit), take_while(right, is_digit));
    if (difference != 0) return difference;
  }
  return 0;
}

}  // namespace

bool is_deb_version(std::string_view text) noexcept {
  return parse_deb(text).has_value();
}

std::optional<int> compare_deb(std::string_view left, std::string_view right) noexcept {
  const auto a = parse_deb(left);
  const auto b = parse_deb(right);
  if (!a || !b) return std::nullopt;
  if (a->epoch != b->epoch) return a->epoch < b->epoch ? -1 : 1;
  const int upstream = compare_deb_part(a->upstream, b->upstream);
  return upstream != 0 ? upstream : compare_deb_part(a->revision, b->revision);
}

}  // namespace portside::advisory
