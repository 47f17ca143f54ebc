// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/webhook_token.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "portside/sdk/ascii_case.hpp"
#include "portside/sdk/base64.hpp"
#include "portside/sdk/config_document.hpp"
#include "portside/sdk/http_answer.hpp"

namespace portside::sdk {
namespace {

/// As it is written: tokens are made of characters that need no escape.
std::string_view token_in_query(std::string_view path) {
  constexpr std::string_view kName = "token=";
  const std::size_t mark = path.find('?');
  std::string_view query =
      mark == std::string_view::npos ? std::string_view() : path.substr(mark + 1);
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    if (query.substr(0, kName.size()) == kName) {
      return query.substr(kName.size(), end - kName.size());
    }
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return {};
}

bool is_basic(std::string_view scheme) {
  constexpr std::string_view kBasic = "basic ";
  return std::equal(scheme.begin(), scheme.end(), kBasic.begin(), kBasic.end(),
                    [](char a, char b) { return lower_case(a) == b; });
}

/// The password is what stands behind the first colon (RFC 7617 section 2).
std::string basic_password(const Headers& headers) {
  constexpr std::size_t kScheme = 6;
  const std::string_view value = header_of(headers, "Authorization").value_or("");
  if (!is_basic(value.substr(0, kScheme))) return {};
  const auto pair = from_base64(value.substr(kScheme));
  const std::size_t colon = pair ? pair->find(':') : std::string::npos;
  return colon == std::string::npos ? std::string() : pair->substr(colon + 1);
}

}  // namespace

std::string read_webhook_token(ConfigDocument& document) {
  constexpr std::size_t kLeast = 16;
  constexpr char kAllowed[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=";
  std::string token = document.text("webhook_token");
  if (token.empty()) return token;
  if (token.size() < kLeast) {
    document.mistake("'webhook_token' is shorter than 16 characters, so it could be guessed");
  }
  if (token.find_first_not_of(kAllowed) != std::string::npos) {
    document.mistake(
        "'webhook_token' has characters that a URL may have to escape; expected letters, digits "
        "and -._~+/= alone");
  }
  return token;
}

bool shows_webhook_token(const Notification& call, const std::string& token, Crypto& crypto) {
  if (token.empty()) return true;
  return crypto.equal(token_in_query(call.path), token) ||
         crypto.equal(header_of(call.headers, "X-Portside-Token").value_or(""), token) ||
         crypto.equal(basic_password(call.headers), token);
}

}  // namespace portside::sdk
