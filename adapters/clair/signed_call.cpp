// SPDX-License-Identifier: Apache-2.0
#include "clair/signed_call.hpp"

#include <nlohmann/json.hpp>
#include <optional>

#include "portside/sdk/base64.hpp"

namespace portside::clair {
namespace {

constexpr std::size_t kMaxTokenBytes = 8'192;
constexpr double kLeewaySeconds = 15;

using nlohmann::json;

json part_of(std::string_view text) {
  const std::optional<std::string> bytes = sdk::from_base64url(text);
  return bytes ? json::parse(*bytes, nullptr, /*allow_exceptions=*/false) : json();
}

bool says(const json& part, const char* key, const char* value) {
  return part.is_object() && part.contains(key) && part.at(key) == value;
}

/// Missing times are fine, as they are to Clair's own verification.
bool is_in_time(const json& claims, Millis now) {
  const double seconds = static_cast<double>(now) / 1'000;
  const auto holds = [&](const char* key, auto test) {
    const auto found = claims.find(key);
    return found == claims.end() || (found->is_number() && test(found->get<double>()));
  };
  return holds("exp", [&](double time) { return seconds <= time + kLeewaySeconds; }) &&
         holds("nbf", [&](double time) { return seconds >= time - kLeewaySeconds; }) &&
         holds("iat", [&](double time) { return seconds >= time - kLeewaySeconds; });
}

}  // namespace

bool is_signed_by_clair(std::string_view token, const std::string& key, Crypto& crypto,
                        Millis now) {
  if (token.size() > kMaxTokenBytes || key.empty()) return false;
  const std::size_t first = token.find('.');
  const std::size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos) return false;
  const auto signature = sdk::from_base64url(token.substr(second + 1));
  // The signature first: nothing of a token is believed, or even parsed, that others made.
  if (!signature || !crypto.equal(*signature, crypto.hmac_sha256(key, token.substr(0, second)))) {
    return false;
  }
  const json claims = part_of(token.substr(first + 1, second - first - 1));
  return says(part_of(token.substr(0, first)), "alg", "HS256") &&
         says(claims, "iss", "clair-intraservice") && is_in_time(claims, now);
}

}  // namespace portside::clair
