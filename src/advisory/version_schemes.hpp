// SPDX-License-Identifier: Apache-2.0
//
// What the three schemes have in common, and their rules: one .cpp each.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

namespace portside::advisory {

bool is_deb_version(std::string_view text) noexcept;
std::optional<int> compare_deb(std::string_view left, std::string_view right) noexcept;

bool is_rpm_version(std::string_view text) noexcept;
std::optional<int> compare_rpm(std::string_view left, std::string_view right) noexcept;

bool is_apk_version(std::string_view text) noexcept;
std::optional<int> compare_apk(std::string_view left, std::string_view right) noexcept;

/// ASCII, whatever the locale.
constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}
constexpr bool is_lower(char c) noexcept {
  return c >= 'a' && c <= 'z';
}
constexpr bool is_letter(char c) noexcept {
  return is_lower(c) || (c >= 'A' && c <= 'Z');
}

/// Takes the longest beginning off whose characters are all `of_class`.
template <typename Class>
std::string_view take_while(std::string_view& text, Class of_class) noexcept {
  std::size_t end = 0;
  while (end < text.size() && of_class(text[end])) ++end;
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end);
  return taken;
}

/// Digits as numbers of any length: 007 is 7, nothing is 0.
inline int compare_numbers(std::string_view left, std::string_view right) noexcept {
  const auto zero = [](char c) { return c == '0'; };
  take_while(left, zero);
  take_while(right, zero);
  if (left.size() != right.size()) return left.size() < right.size() ? -1 : 1;
  // Mostly one or two digits: not worth a call.
  for (std::size_t at = 0; at < left.size(); ++at) {
    if (left[at] != right[at]) return left[at] < right[at] ? -1 : 1;
  }
  return 0;
}

}  // namespace portside::advisory
