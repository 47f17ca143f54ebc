// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace portside::sdk {

/// `text` for a path or a query of a URL: everything but the unreserved characters of RFC 3986
/// section 2.3, and but those of `kept`, is percent-encoded. With nothing kept it is one segment of
/// a path, or one value of a query.
std::string percent_encoded(std::string_view text, std::string_view kept = {});

/// What may stand behind the `?` of a URL (RFC 3986 section 3.4), as loosely as servers take it:
/// visible ASCII characters but those that end a URL, or never stand in one.
constexpr bool is_url_query(std::string_view text) noexcept {
  for (const char c : text) {
    if (c <= ' ' || c > '~' || std::string_view("\"<>\\#").find(c) != std::string_view::npos) {
      return false;
    }
  }
  return true;
}

}  // namespace portside::sdk
