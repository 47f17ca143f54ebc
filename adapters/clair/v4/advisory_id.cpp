// SPDX-License-Identifier: Apache-2.0
#include "clair/v4/advisory_id.hpp"

#include <algorithm>
#include <optional>

namespace portside::clair::v4 {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

/// `CVE-2020-1752`, `ELSA-2020-1234`, `RHSA-2020:1234`: capitals, a dash, and digits behind it.
bool looks_like_advisory(std::string_view word) {
  const std::size_t dash = word.find('-');
  if (dash == std::string_view::npos || dash < 2 || !is_upper(word[0])) return false;
  const std::string_view prefix = word.substr(0, dash);
  if (!std::ranges::all_of(prefix, [](char c) { return is_upper(c) || is_digit(c); })) return false;
  return std::ranges::any_of(word.substr(dash), is_digit);
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (is_upper(c) && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// A part of a query without its escapes; nothing for one that is wrong.
std::optional<std::string> decoded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      plain += ' ';
    } else if (text[i] != '%') {
      plain += text[i];
    } else {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      const int value = high * 16 + low;
      if (high < 0 || low < 0 || value < ' ' || value > '~') return std::nullopt;
      plain += static_cast<char>(value);
      i += 2;
    }
  }
  return plain;
}

}  // namespace

std::string_view advisory_id(std::string_view name) {
  const std::size_t end = name.find_first_of(" \t\r\n");
  if (end == std::string_view::npos) return name;
  std::string_view word = name.substr(0, end);
  while (word.ends_with(':') || word.ends_with(',') || word.ends_with('.')) word.remove_suffix(1);
  return looks_like_advisory(word) ? word : name;
}

std::string fixed_version_of(std::string_view text) {
  if (text.find('=') == std::string_view::npos) return std::string(text);
  std::string fixed;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view part = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) return std::string(text);
    const std::string_view key = part.substr(0, equals);
    if (key != "fixed" && key != "introduced" && key != "lastAffected") return std::string(text);
    if (key != "fixed") continue;
    auto version = decoded(part.substr(equals + 1));
    if (!version) return std::string(text);
    fixed = *std::move(version);
  }
  return fixed;
}

}  // namespace portside::clair::v4
