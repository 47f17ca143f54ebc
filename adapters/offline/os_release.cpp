// SPDX-License-Identifier: Apache-2.0
#include "offline/os_release.hpp"

#include "offline/packages/lines.hpp"

namespace portside::offline {
namespace {

constexpr std::size_t kLongestValue = 256;

/// A value as a shell reads it: plain, or in quotes of either kind.
std::string value_of(std::string_view text) {
  std::string value;
  const bool quoted = !text.empty() && (text.front() == '"' || text.front() == '\'');
  const char quote = quoted ? text.front() : '\0';
  for (std::size_t i = quoted ? 1 : 0; i < text.size() && value.size() < kLongestValue; ++i) {
    if (quoted && text[i] == quote) break;
    if (text[i] == '\\' && quote != '\'' && i + 1 < text.size()) ++i;
    // Texts of it go into messages and names of releases.
    value += text[i] > ' ' && text[i] < '\x7f' ? text[i] : ' ';
  }
  return value;
}

}  // namespace

OsRelease parse_os_release(std::string_view text) {
  OsRelease release;
  while (!text.empty()) {
    const std::string_view line = trimmed(take_line(text));
    const std::size_t equals = line.find('=');
    if (line.empty() || line.front() == '#' || equals == std::string_view::npos) continue;
    const std::string_view key = line.substr(0, equals);
    const std::string_view value = line.substr(equals + 1);
    if (key == "ID") release.id = value_of(value);
    if (key == "VERSION_ID") release.version_id = value_of(value);
  }
  return release;
}

}  // namespace portside::offline
