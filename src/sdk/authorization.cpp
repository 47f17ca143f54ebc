// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/authorization.hpp"

#include <cstddef>

namespace portside::sdk {

std::string authorization_value(std::string_view text) {
  std::string value(text);
  const std::size_t blank = value.find(' ');
  if (blank != std::string::npos && blank > 0 && value[blank - 1] == ':') value.erase(blank - 1, 1);
  return value;
}

bool is_same_secret(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference |=
        static_cast<unsigned char>(a[i]) ^ static_cast<unsigned>(static_cast<unsigned char>(b[i]));
  }
  return difference == 0;
}

}  // namespace portside::sdk
