// SPDX-License-Identifier: Apache-2.0
#include "config/service_url.hpp"

#include <algorithm>
#include <optional>

#include "config/url.hpp"
#include "portside/sdk/percent_encoded.hpp"

namespace portside::config {
namespace {

/// What a path consists of, percent-encoding included (RFC 3986 section 3.3).
bool is_path(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("/-._~%!$&'()*+,;=:@").find(c) != std::string_view::npos;
  });
}

}  // namespace

std::string take_service_url(std::string_view text, ServiceUrl& out) {
  constexpr std::size_t kNone = std::string_view::npos;
  if (text.find('#') != kNone) return "found a URL with a fragment (#); expected one without";
  const std::size_t question = text.find('?');
  if (question != kNone) out.query = text.substr(question + 1);
  text = text.substr(0, question);
  const std::size_t authority = text.find("://");
  const std::size_t slash = authority == kNone ? kNone : text.find('/', authority + 3);
  std::string_view path = slash == kNone ? std::string_view() : text.substr(slash);
  const std::optional<Url> url = parse_url(text.substr(0, slash));
  const bool of_http = url && (url->scheme == "http" || url->scheme == "https");
  if (!of_http || !is_path(path) || !sdk::is_url_query(out.query)) {
    return "found no such URL; expected http://HOST[:PORT][/PATH] or https://...";
  }
  if (!url->user_info.empty()) {
    return "found a URL with user information; expected one without, and the key Authorization";
  }
  while (path.ends_with('/')) path.remove_suffix(1);
  out.base = std::string(text.substr(0, slash)) + std::string(path);
  out.authority = text.substr(authority + 3, slash == kNone ? kNone : slash - authority - 3);
  return "";
}

}  // namespace portside::config
