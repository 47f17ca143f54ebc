// SPDX-License-Identifier: Apache-2.0
//
// The case of ASCII's letters, whatever the locale: for words that compare without regard to case.
#pragma once

#include <string>
#include <string_view>

namespace portside::sdk {

constexpr char lower_case(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr char upper_case(char c) noexcept {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

inline std::string lower_case(std::string text) {
  for (char& c : text) c = lower_case(c);
  return text;
}

inline std::string upper_case(std::string text) {
  for (char& c : text) c = upper_case(c);
  return text;
}

constexpr bool is_same_in_any_case(std::string_view one, std::string_view other) noexcept {
  if (one.size() != other.size()) return false;
  for (std::size_t i = 0; i < one.size(); ++i) {
    if (lower_case(one[i]) != lower_case(other[i])) return false;
  }
  return true;
}

}  // namespace portside::sdk
