// SPDX-License-Identifier: Apache-2.0
#include "report/web_address.hpp"

#include <algorithm>

namespace portside::report {
namespace {

constexpr std::size_t kMaxBytes = 2'047;
constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kHexDigits = "0123456789ABCDEFabcdef";
constexpr std::string_view kUnreserved =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
constexpr std::string_view kSubDelims = "!$&'()*+,;=";

bool has_only(std::string_view text, std::string_view allowed) {
  return text.find_first_not_of(allowed) == std::string_view::npos;
}

/// Unreserved characters, sub-delims, `%XX` and those of `more`.
bool is_made_of(std::string_view text, std::string_view more) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size() || !has_only(text.substr(i + 1, 2), kHexDigits)) return false;
      i += 2;
      continue;
    }
    const auto has = [c = text[i]](std::string_view set) {
      return set.find(c) != std::string_view::npos;
    };
    if (!has(kUnreserved) && !has(kSubDelims) && !has(more)) return false;
  }
  return true;
}

/// What comes after the scheme; empty for another scheme.
std::string_view after_scheme(std::string_view text) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (text.starts_with(scheme)) return text.substr(scheme.size());
  }
  return {};
}

std::string_view authority_in(std::string_view rest) {
  return rest.substr(0, rest.find_first_of("/?#"));
}

/// As far as readers look at one: an IPv6 address, perhaps with an IPv4 address at its end.
bool is_address(std::string_view text) {
  return text.find(':') != std::string_view::npos && has_only(text, "0123456789ABCDEFabcdef:.");
}

/// Of `host[:port]`; a host in brackets is an IPv6 address.
bool is_host_and_port(std::string_view text) {
  std::size_t host_end = text.find(':');
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return false;
    const std::string_view address = text.substr(1, close - 1);
    if (!is_address(address)) return false;
    host_end = close + 1;
    if (host_end < text.size() && text[host_end] != ':') return false;
  } else if (text.substr(0, host_end).empty() || !is_made_of(text.substr(0, host_end), "")) {
    return false;
  }
  return host_end >= text.size() || has_only(text.substr(host_end + 1), kDigits);
}

bool is_authority(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos) return is_host_and_port(text);
  return is_made_of(text.substr(0, at), ":") && is_host_and_port(text.substr(at + 1));
}

}  // namespace

bool is_web_address(std::string_view text) {
  if (text.size() > kMaxBytes) return false;
  const std::string_view rest = after_scheme(text);
  const std::string_view authority = authority_in(rest);
  if (!is_authority(authority)) return false;
  const std::string_view path = rest.substr(authority.size());
  const std::size_t hash = path.find('#');
  const bool good = is_made_of(path.substr(0, hash), ":@/?");
  if (hash == std::string_view::npos) return good;
  return good && is_made_of(path.substr(hash + 1), ":@/?");
}

std::string host_of(std::string_view address) {
  std::string out(authority_in(after_scheme(address)));
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '/' || kUnreserved.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += {'%', kHex[byte >> 4U], kHex[byte & 0xfU]};
    }
  }
  return out;
}

}  // namespace portside::report
