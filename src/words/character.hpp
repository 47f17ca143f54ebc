// SPDX-License-Identifier: Apache-2.0
//
// Characters of texts of others (UTF-8), one by one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace portside::words {

/// What stands for bytes that are no UTF-8: U+FFFD.
inline constexpr std::string_view kReplacement = "\xef\xbf\xbd";

struct Character {
  char32_t code = 0;
  /// 1 for a byte that is no UTF-8.
  std::size_t bytes = 1;
  /// False for a byte that is no UTF-8.
  bool good = false;
};

/// The first character of a text that is not empty (RFC 3629). [any]
Character first_character(std::string_view text);

/// True for controls, and for what is not seen or changes how its neighbours are seen: what could
/// forge lines, move the cursor of a terminal, or turn the direction of writing. [any]
bool is_harmful(char32_t code);

/// `\u001b`: at least four digits, for people to read. [any]
std::string escape_of(char32_t code);

}  // namespace portside::words
