// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace portside::sdk {

/// `type/subtype` by the rules for names in RFC 6838 section 4.2, without parameters: each name
/// begins with a letter or digit and has at most 127 of letters, digits and `!#$&-^_.+`.
constexpr bool is_media_type(std::string_view text) noexcept {
  const auto is_name = [](std::string_view name) {
    if (name.empty() || name.size() > 127) return false;
    for (std::size_t i = 0; i < name.size(); ++i) {
      const char c = name[i];
      const bool alphanumeric =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      const bool mark = std::string_view("!#$&-^_.+").find(c) != std::string_view::npos;
      if (!alphanumeric && (i == 0 || !mark)) return false;
    }
    return true;
  };
  const std::size_t slash = text.find('/');
  return slash != std::string_view::npos && is_name(text.substr(0, slash)) &&
         is_name(text.substr(slash + 1));
}

/// A media type that may have parameters, fit for a Content-Type header (RFC 9110 section 8.3): at
/// most 1,024 printable ASCII characters on one line.
bool is_content_type(std::string_view text) noexcept;

}  // namespace portside::sdk
