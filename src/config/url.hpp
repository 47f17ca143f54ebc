// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace portside::config {

/// An absolute URL with an authority and nothing behind it (RFC 3986).
struct Url {
  std::string_view scheme;
  /// What stands before `@`, or "".
  std::string_view user_info;
  /// A name, an IPv4 address or an IPv6 address in brackets.
  std::string_view host;
  /// 1 to 65535, or "".
  std::string_view port;
};

/// The parts of `SCHEME://[USER@]HOST[:PORT]`; nothing when `text` is anything else, for example a
/// URL with a path.
std::optional<Url> parse_url(std::string_view text);

/// `text` with `[hidden]` in place of every user and password: whatever stands between `://` and
/// `@`.
std::string without_user_info(std::string_view text);

}  // namespace portside::config
