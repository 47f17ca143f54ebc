// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/media_type.hpp"

#include <algorithm>

namespace portside::sdk {
namespace {

constexpr std::size_t kLongestContentType = 1'024;
constexpr std::string_view kTokenMarks = "!#$%&'*+-.^_`|~";

/// RFC 9110 section 5.6.2.
bool is_token(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kTokenMarks.find(c) != std::string_view::npos;
  });
}

std::string_view without_blanks(std::string_view text) noexcept {
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return text;
}

/// Takes `NAME=VALUE` off, the value perhaps in quotes (RFC 9110 section 5.6.6); false for none.
bool take_parameter(std::string_view& rest) noexcept {
  const std::size_t equals = rest.find('=');
  if (equals == std::string_view::npos || !is_token(rest.substr(0, equals))) return false;
  rest.remove_prefix(equals + 1);
  if (rest.empty() || rest.front() != '"') {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    const bool is_value = is_token(without_blanks(rest.substr(0, end)));
    rest.remove_prefix(end);
    return is_value;
  }
  std::size_t end = rest.find_first_of("\"\\", 1);
  while (end != std::string_view::npos && rest[end] == '\\') {
    end = rest.find_first_of("\"\\", end + 2);
  }
  if (end == std::string_view::npos) return false;
  rest.remove_prefix(end + 1);
  return true;
}

}  // namespace

bool is_content_type(std::string_view text) noexcept {
  const bool printable =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7f; });
  const std::size_t end = std::min(text.find(';'), text.size());
  if (!printable || text.size() > kLongestContentType ||
      !is_media_type(without_blanks(text.substr(0, end)))) {
    return false;
  }
  std::string_view rest = text.substr(end);
  while (!rest.empty()) {
    if (rest.front() != ';') return false;
    rest = without_blanks(rest.substr(1));
    // A parameter may be missing (RFC 9110 section 5.6.6).
    if (rest.empty() || rest.front() == ';') continue;
    if (!take_parameter(rest)) return false;
    rest = without_blanks(rest);
  }
  return true;
}

}  // namespace portside::sdk
