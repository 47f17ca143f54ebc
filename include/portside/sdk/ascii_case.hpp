// SPDX-License-Identifier: Apache-2.0
//
// Letters of ASCII in lower case, whatever the locale: for words that compare without regard to
// case.
#pragma once

#include <string>

namespace portside::sdk {

constexpr char lower_case(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline std::string lower_case(std::string text) {
  for (char& c : text) c = lower_case(c);
  return text;
}

}  // namespace portside::sdk
