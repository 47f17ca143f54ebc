// SPDX-License-Identifier: Apache-2.0
//
// The rules for names of plugins and ids of adapters, wherever they come from: a configuration, a
// plugin's note, an argument.
#pragma once

#include <string_view>

namespace portside::config {

/// The rules in words, for messages.
inline constexpr std::string_view kPluginNameRule =
    "a plugin name: 1 to 63 of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit";
inline constexpr std::string_view kAdapterIdRule =
    "an adapter id: a plugin name, or NAME@LABEL with a label of 1 to 32 letters, digits, '.', '_' "
    "and '-'";

namespace detail {
constexpr bool is_lower_or_digit(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}
constexpr bool is_name_mark(char c) noexcept {
  return c == '.' || c == '_' || c == '-';
}
}  // namespace detail

/// `[a-z0-9][a-z0-9._-]{0,62}`.
constexpr bool is_plugin_name(std::string_view text) noexcept {
  if (text.empty() || text.size() > 63 || !detail::is_lower_or_digit(text.front())) return false;
  for (const char c : text) {
    if (!detail::is_lower_or_digit(c) && !detail::is_name_mark(c)) return false;
  }
  return true;
}

/// `[A-Za-z0-9._-]{1,32}`.
constexpr bool is_adapter_label(std::string_view text) noexcept {
  if (text.empty() || text.size() > 32) return false;
  for (const char c : text) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (!upper && !detail::is_lower_or_digit(c) && !detail::is_name_mark(c)) return false;
  }
  return true;
}

/// A plugin name, or one followed by `@` and a label.
constexpr bool is_adapter_id(std::string_view text) noexcept {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos) return is_plugin_name(text);
  return is_plugin_name(text.substr(0, at)) && is_adapter_label(text.substr(at + 1));
}

}  // namespace portside::config
