// SPDX-License-Identifier: Apache-2.0
#include "config/url.hpp"

#include <algorithm>

namespace portside::config {
namespace {

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_host(std::string_view host) {
  if (host.starts_with('[')) {
    if (host.size() < 4 || !host.ends_with(']')) return false;
    return std::ranges::all_of(host.substr(1, host.size() - 2), [](char c) {
      return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' ||
             c == '.';
    });
  }
  return !host.empty() && host.size() <= 253 && is_alphanumeric(host.front()) &&
         std::ranges::all_of(
             host, [](char c) { return is_alphanumeric(c) || c == '-' || c == '.' || c == '_'; });
}

bool is_port(std::string_view port) {
  if (port.empty() || port.size() > 5 || !std::ranges::all_of(port, is_digit)) return false;
  int number = 0;
  for (const char c : port) number = number * 10 + (c - '0');
  return number >= 1 && number <= 65535;
}

/// Visible ASCII that does not end the authority.
bool is_user_info(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return c > 0x20 && c < 0x7f && c != '/' && c != '?' && c != '#'; });
}

}  // namespace

std::optional<Url> parse_url(std::string_view text) {
  Url url;
  const std::size_t colon = text.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  url.scheme = text.substr(0, colon);
  text.remove_prefix(colon + 3);
  if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
    url.user_info = text.substr(0, at);
    text.remove_prefix(at + 1);
    if (url.user_info.empty() || !is_user_info(url.user_info)) return std::nullopt;
  }
  const std::size_t bracket = text.rfind(']');
  const std::size_t port = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
  url.host = text.substr(0, port);
  if (!is_host(url.host)) return std::nullopt;
  if (port != std::string_view::npos) {
    url.port = text.substr(port + 1);
    if (!is_port(url.port)) return std::nullopt;
  }
  return url;
}

std::string without_user_info(std::string_view text) {
  std::string out;
  for (;;) {
    const std::size_t begin = text.find("://");
    if (begin == std::string_view::npos) return out += text;
    out += text.substr(0, begin + 3);
    text.remove_prefix(begin + 3);
    // A password may hold any mark when it was not encoded: the last @ before white space ends it.
    const std::string_view word = text.substr(0, text.find_first_of(" \t\r\n"));
    if (const std::size_t at = word.rfind('@'); at != std::string_view::npos) {
      out += "[hidden]@";
      text.remove_prefix(at + 1);
    }
  }
}

}  // namespace portside::config
