// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace portside::feeds {

/// Of ASCII, whatever the locale.
constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

}  // namespace portside::feeds
