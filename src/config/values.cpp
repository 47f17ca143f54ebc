// SPDX-License-Identifier: Apache-2.0
#include "config/values.hpp"

#include <algorithm>

#include "config/url.hpp"

namespace portside::config {
namespace {

constexpr std::size_t kMaxPath = 4096;  // PATH_MAX of Linux

/// Notes what was expected instead of a value that may be secret.
void expect(const Cursor& at, std::string_view expected) {
  at.mistake("found " + describe_kind(at.value()) + "; expected " + std::string(expected));
}

bool is_text(const Cursor& at, std::string_view expected) {
  if (at.value().kind == ValueKind::kString) return true;
  if (at.value().kind != ValueKind::kBroken) expect(at, expected);
  return false;
}

}  // namespace

bool read_path(const Cursor& at, std::string& out) {
  constexpr std::string_view kExpected = "an absolute path (it begins with /)";
  if (!at.is(ValueKind::kString, kExpected)) return false;
  const std::string& path = at.value().text;
  if (!path.starts_with('/')) {
    at.mistake("found " + describe(at.value()) + "; expected " + std::string(kExpected));
    return false;
  }
  if (path.size() >= kMaxPath || path.find('\0') != std::string::npos) {
    at.mistake("found " + describe(at.value()) +
               "; expected a path of fewer than 4096 bytes without zero bytes");
    return false;
  }
  out = path;
  return true;
}

void read_paths(const Cursor& at, std::vector<std::string>& out) {
  if (!at.is(ValueKind::kList, "a list of absolute paths")) return;
  at.each([&](const Cursor& item) {
    std::string path;
    if (read_path(item, path)) out.push_back(std::move(path));
  });
}

void read_hosts(const Cursor& at, std::vector<std::string>& out) {
  constexpr std::string_view kExpected = "a host, a domain or an address, without a port, or *";
  if (!at.is(ValueKind::kList, "a list of hosts")) return;
  at.each([&](const Cursor& item) {
    if (!item.is(ValueKind::kString, kExpected)) return;
    const std::string& host = item.value().text;
    const bool fit = !host.empty() && std::ranges::all_of(host, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             c == '.' || c == '-' || c == ':' || c == '/' || c == '*' || c == '_';
    });
    if (fit && (host == "*" || host.find('*') == std::string::npos)) {
      out.push_back(host);
    } else {
      item.mistake("found " + describe(item.value()) + "; expected " + std::string(kExpected));
    }
  });
}

void read_single_hosts(const Cursor& at, std::vector<std::string>& out) {
  constexpr std::string_view kExpected =
      "one host as it stands in URLs: a name or an address (IPv6 in brackets), without a port";
  if (!at.is(ValueKind::kList, "a list of hosts")) return;
  at.each([&](const Cursor& item) {
    if (!item.is(ValueKind::kString, kExpected)) return;
    std::string host = item.value().text;
    std::ranges::transform(host, host.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    const std::string_view inside =
        bracketed ? std::string_view(host).substr(1, host.size() - 2) : std::string_view(host);
    const bool fit = !inside.empty() && inside.front() != '.' &&
                     std::ranges::all_of(inside, [bracketed](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
                              (bracketed ? c == ':' : c == '-' || c == '_');
                     });
    if (fit) {
      out.push_back(host);
    } else {
      item.mistake("found " + describe(item.value()) + "; expected " + std::string(kExpected));
    }
  });
}

void read_secret(const Cursor& at, Secret& out) {
  constexpr std::string_view kExpected =
      "a text of one or more characters (in quotes where it looks like a number)";
  if (!is_text(at, kExpected)) return;
  if (at.value().text.empty()) {
    at.mistake("found an empty text; expected " + std::string(kExpected));
  } else {
    out = Secret(at.value().text);
  }
}

void read_user(const Cursor& at, std::string& out) {
  constexpr std::string_view kExpected = "a user name: one or more characters, no ':'";
  if (!is_text(at, kExpected)) return;
  const std::string& user = at.value().text;
  const bool control = std::ranges::any_of(
      user, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  if (user.empty() || control || user.find(':') != std::string::npos) {
    expect(at, kExpected);
  } else {
    out = user;
  }
}

void read_registry_url(const Cursor& at, std::string& out) {
  constexpr std::string_view kExpected =
      "https://HOST[:PORT] or http://HOST[:PORT], without user, path and query";
  if (!is_text(at, kExpected)) return;
  const auto url = parse_url(at.value().text);
  if (url && (url->scheme == "http" || url->scheme == "https") && url->user_info.empty()) {
    out = at.value().text;
  } else {
    expect(at, kExpected);
  }
}

void read_proxy_url(const Cursor& at, Secret& out) {
  constexpr std::string_view kExpected = "http://HOST:PORT (not https, and with a port)";
  if (!is_text(at, kExpected)) return;
  const auto url = parse_url(at.value().text);
  if (url && url->scheme == "http" && !url->port.empty()) {
    out = Secret(at.value().text);
  } else {
    expect(at, kExpected);
  }
}

}  // namespace portside::config
