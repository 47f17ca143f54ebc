// SPDX-License-Identifier: Apache-2.0
#include "sdk/base_url.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include "portside/sdk/config_document.hpp"

namespace portside::sdk {
namespace {

bool is_url_letter_or_digit(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool has_only(std::string_view text, std::string_view others) noexcept {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return is_url_letter_or_digit(c) || others.find(c) != std::string_view::npos;
  });
}

bool is_url_host(std::string_view host) noexcept {
  if (host.empty()) return false;
  if (host.front() != '[') return has_only(host, ".-_");
  return host.size() > 2 && host.back() == ']' && has_only(host.substr(1, host.size() - 2), ":.");
}

bool is_url_port(std::string_view port) noexcept {
  unsigned number = 0;
  const char* const end = port.data() + port.size();
  const auto result = std::from_chars(port.data(), end, number);
  return result.ec == std::errc() && result.ptr == end && number >= 1 && number <= 65'535;
}

/// Bytes of `http://` or `https://`; 0 when it is neither.
std::size_t scheme_size(std::string_view url) noexcept {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (url.substr(0, scheme.size()) == scheme) return scheme.size();
  }
  return 0;
}

}  // namespace

bool is_base_url(std::string_view url) noexcept {
  const std::size_t scheme = scheme_size(url);
  if (scheme == 0) return false;
  url.remove_prefix(scheme);
  const std::size_t slash = std::min(url.find('/'), url.size());
  std::string_view host = url.substr(0, slash);
  const std::size_t bracket = host.find(']');
  const std::size_t colon = host.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon != std::string_view::npos) {
    if (!is_url_port(host.substr(colon + 1))) return false;
    host = host.substr(0, colon);
  }
  return is_url_host(host) && has_only(url.substr(slash), "/-._~%!$&'()*+,;=:@");
}

std::string origin_of(std::string_view base_url) {
  const std::size_t scheme = scheme_size(base_url);
  return std::string(base_url.substr(0, base_url.find('/', scheme)));
}

}  // namespace portside::sdk
