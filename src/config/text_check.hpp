// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "config/mistakes.hpp"

namespace portside::config {

/// The largest document, in bytes.
inline constexpr std::size_t kMaxTextBytes = std::size_t{4} << 20U;

/// Returns `text` without its byte order mark after looking at every byte: at most kMaxTextBytes of
/// UTF-8 (RFC 3629) without control characters other than tab and line ends. The parsers behind it
/// would replace or pass over what they do not like (yaml-cpp takes U+0004 for the end of the
/// file). Stops at the first mistake.
std::string_view checked_text(std::string_view text, Mistakes& mistakes);

/// The first byte of `text` that does not belong there.
struct TextFlaw {
  std::size_t position = 0;
  /// A control character; otherwise bytes that are not UTF-8.
  bool control = false;
};
std::optional<TextFlaw> find_flaw(std::string_view text);

/// The line of the byte at `position`, from 1.
int line_of(std::string_view text, std::size_t position);

}  // namespace portside::config
