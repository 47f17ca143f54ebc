// SPDX-License-Identifier: Apache-2.0
#include "http/url.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <memory>

#include "portside/api/error.hpp"

namespace portside::http {
namespace {

constexpr std::size_t kMaxUrl = 8 * 1024;

using Handle = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

[[noreturn]] void refuse(const std::string& why) {
  throw AdapterError(ErrorCode::kInvalidArgument,
                     "the URL " + why + "; expected http://HOST[:PORT]/... or https://...");
}

std::string part(CURLU* url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, 0) != CURLUE_OK) return {};
  const std::unique_ptr<char, decltype(&curl_free)> holder(text, &curl_free);
  return text;
}

Handle parsed(const std::string& text) {
  check_url_characters(text);
  // libcurl passes over a third slash and takes the path for the host.
  const std::size_t slashes = text.find("://");
  if (slashes != std::string::npos && text.compare(slashes, 4, ":///") == 0) refuse("has no host");
  Handle url(curl_url(), &curl_url_cleanup);
  if (!url) throw AdapterError(ErrorCode::kInternal, "no memory for a URL");
  if (curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) {
    refuse("cannot be read");
  }
  return url;
}

enum class User { kRefused, kAllowed };

Url checked(CURLU* url, User user = User::kRefused) {
  Url result;
  result.scheme = part(url, CURLUPART_SCHEME);
  if (result.scheme != "http" && result.scheme != "https") refuse("has another scheme");
  const bool has_user =
      !part(url, CURLUPART_USER).empty() || !part(url, CURLUPART_PASSWORD).empty();
  if (has_user && user == User::kRefused) refuse("has a user or a password in it");
  result.host = part(url, CURLUPART_HOST);
  if (result.host.empty()) refuse("has no host");
  std::ranges::transform(result.host, result.host.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  result.port = part(url, CURLUPART_PORT);
  if (result.port.empty()) result.port = result.scheme == "https" ? "443" : "80";
  return result;
}

}  // namespace

std::string Url::origin() const {
  const bool own = port == (scheme == "https" ? "443" : "80");
  return scheme + "://" + host + (own ? "" : ":" + port);
}

void check_url_characters(const std::string& text) {
  if (text.size() > kMaxUrl) refuse("is longer than 8 KiB");
  // libcurl would send some of these as they are.
  const bool clean =
      std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f && c != '\\'; });
  if (!clean) refuse("has a blank, a control character, a backslash or a byte beyond ASCII");
}

bool begins_with_origin(std::string_view url, std::string_view origin) noexcept {
  // Before the first slash behind it there may be a longer port, or a user.
  return url.starts_with(origin) && url.size() > origin.size() && url[origin.size()] == '/';
}

Url parse_url(const std::string& text) {
  return checked(parsed(text).get());
}

void check_proxy(const std::string& text) {
  if (checked(parsed(text).get(), User::kAllowed).scheme == "http") return;
  throw AdapterError(ErrorCode::kInvalidArgument,
                     "the proxy has another scheme; expected http://HOST:PORT");
}

std::string resolve_location(const std::string& base, const std::string& location) {
  check_url_characters(location);
  const Handle url = parsed(base);
  if (curl_url_set(url.get(), CURLUPART_URL, location.c_str(), 0) != CURLUE_OK) {
    refuse("that the server redirects to cannot be read");
  }
  checked(url.get());
  return part(url.get(), CURLUPART_URL);
}

std::string shown_url(const std::string& text) {
  try {
    const Handle url = parsed(text);
    return checked(url.get()).origin() + part(url.get(), CURLUPART_PATH);
  } catch (const AdapterError&) {
    return "an unreadable URL";
  }
}

}  // namespace portside::http
