// SPDX-License-Identifier: Apache-2.0
#include "auth/jwt.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "crypto/digest.hpp"
#include "json/depth.hpp"
#include "portside/sdk/base64.hpp"

namespace portside::auth {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxToken = 64 * 1024;
constexpr std::size_t kMaxAccess = 1'000;
constexpr int kMaxDepth = 8;

/// What is no UTF-8 is replaced: the token is then for a name that nobody has.
std::string quoted(const std::string& text) {
  return json(text).dump(-1, ' ', false, json::error_handler_t::replace);
}

template <typename Items, typename Write>
std::string list_of(const Items& items, Write write) {
  std::string text = "[";
  for (const auto& each : items) text.append(text.size() > 1 ? "," : "").append(write(each));
  return text + ']';
}

std::string access_text(const Access& access) {
  return R"({"type":)" + quoted(access.type) + R"(,"name":)" + quoted(access.name) +
         R"(,"actions":)" + list_of(access.actions, quoted) + '}';
}

/// Written by hand: a document in between would cost a fifth of the signature's time.
std::string payload_of(const Claims& claims) {
  return R"({"iss":)" + quoted(claims.issuer) + R"(,"sub":)" + quoted(claims.subject) +
         R"(,"aud":)" + quoted(claims.audience) + R"(,"exp":)" + std::to_string(claims.expires) +
         R"(,"nbf":)" + std::to_string(claims.not_before) + R"(,"iat":)" +
         std::to_string(claims.issued) + R"(,"jti":)" + quoted(claims.id) + R"(,"access":)" +
         list_of(claims.access, access_text) + '}';
}

std::string encoded_header(const crypto::SigningKey& key, const KeyHeader& header) {
  json members = {{"alg", crypto::algorithm_name(key.algorithm())}, {"typ", "JWT"}};
  if (!header.key_id.empty()) members["kid"] = header.key_id;
  for (const std::string& certificate : header.certificates) {
    members["x5c"].push_back(sdk::base64(certificate));
  }
  return sdk::base64url(members.dump()) + '.';
}

/// A JSON object out of a part of a token; null when it is none.
json object_of(std::string_view part) {
  const auto text = sdk::from_base64url(part);
  if (!text) return {};
  if (json_text::is_deeper_than(*text, kMaxDepth)) return {};
  json value = json::parse(*text, nullptr, /*allow_exceptions=*/false);
  return value.is_object() ? value : json();
}

std::string text_claim(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

/// `fallback` where there is none; nothing where it is no time.
std::optional<std::int64_t> time_in(const json& object, const char* key,
                                    std::optional<std::int64_t> fallback = std::nullopt) {
  const auto found = object.find(key);
  if (found == object.end()) return fallback;
  if (!found->is_number()) return std::nullopt;
  const double seconds = found->get<double>();
  if (!(seconds >= 0 && seconds < 1e12)) return std::nullopt;
  return static_cast<std::int64_t>(seconds);
}

/// A text, or a list of texts that has the expected one.
std::string audience_in(const json& object, const std::string& expected) {
  const auto found = object.find("aud");
  if (found == object.end() || !found->is_array()) return text_claim(object, "aud");
  return std::ranges::find(*found, json(expected)) == found->end() ? "" : expected;
}

std::optional<std::vector<Access>> access_in(const json& object) {
  std::vector<Access> all;
  const auto found = object.find("access");
  if (found == object.end() || found->is_null()) return all;
  if (!found->is_array() || found->size() > kMaxAccess) return std::nullopt;
  for (const json& each : *found) {
    if (!each.is_object()) return std::nullopt;
    Access access{text_claim(each, "type"), text_claim(each, "name"), {}};
    const auto actions = each.find("actions");
    if (actions != each.end() && actions->is_array()) {
      for (const json& action : *actions) {
        if (action.is_string()) access.actions.push_back(action.get<std::string>());
      }
    }
    all.push_back(std::move(access));
  }
  return all;
}

/// The parts of `header.payload.signature`.
struct Parts {
  std::string_view header;
  std::string_view payload;
  std::string_view signature;
  /// What was signed.
  std::string_view message;
};

std::optional<Parts> split(std::string_view token) {
  const std::size_t first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos) {
    return std::nullopt;
  }
  return Parts{token.substr(0, first), token.substr(first + 1, second - first - 1),
               token.substr(second + 1), token.substr(0, second)};
}

bool is_signed(const Parts& parts, const json& header, const JwtRules& rules) {
  const auto signature = sdk::from_base64url(parts.signature);
  // Extensions that have to be understood (RFC 7515 section 4.1.11) are not.
  if (!signature || header.contains("crit")) return false;
  const std::string algorithm = text_claim(header, "alg");
  const std::string key_id = text_claim(header, "kid");
  return std::ranges::any_of(rules.keys, [&](const auto& each) {
    const auto& [id, key] = each;
    return (key_id.empty() || key_id == id) &&
           algorithm == crypto::algorithm_name(key.algorithm()) &&
           key.verify(parts.message, *signature);
  });
}

}  // namespace

JwtSigner::JwtSigner(crypto::SigningKey key, const KeyHeader& header)
    : key_(std::move(key)), header_(encoded_header(key_, header)) {}

Secret JwtSigner::sign(const Claims& claims) const {
  std::string token = header_ + sdk::base64url(payload_of(claims));
  const std::string signature = key_.sign(token);
  return Secret(std::move(token.append(1, '.').append(sdk::base64url(signature))));
}

std::optional<Claims> verify_jwt(std::string_view token, const JwtRules& rules, std::int64_t now,
                                 std::string* why_not) {
  const auto refused = [why_not](const char* why) -> std::optional<Claims> {
    if (why_not != nullptr) *why_not = why;
    return std::nullopt;
  };
  if (token.size() > kMaxToken) return refused("the token is longer than 64 KiB");
  const auto parts = split(token);
  if (!parts) return refused("the token has not three parts");
  const json header = object_of(parts->header);
  if (header.is_null()) return refused("the token's header cannot be read");
  if (!is_signed(*parts, header, rules)) return refused("the token is not signed by a known key");
  // Only what is signed is looked at further.
  const json payload = object_of(parts->payload);
  if (payload.is_null()) return refused("the token's claims cannot be read");
  Claims claims;
  claims.issuer = text_claim(payload, "iss");
  claims.subject = text_claim(payload, "sub");
  claims.audience = audience_in(payload, rules.audience);
  claims.id = text_claim(payload, "jti");
  if (claims.issuer != rules.issuer) return refused("the token is of another issuer");
  if (claims.audience != rules.audience) return refused("the token is for another audience");
  const auto expires = time_in(payload, "exp");
  if (!expires) return refused("the token has no end");
  claims.expires = *expires;
  const auto not_before = time_in(payload, "nbf", 0);
  const auto issued = time_in(payload, "iat", 0);
  if (!not_before || !issued) return refused("the token's times cannot be read");
  claims.not_before = *not_before;
  claims.issued = *issued;
  if (now > claims.expires + rules.leeway) return refused("the token has expired");
  if (now < std::max(claims.not_before, claims.issued) - rules.leeway) {
    return refused("the token is not valid yet");
  }
  auto access = access_in(payload);
  if (!access) return refused("the token's access cannot be read");
  claims.access = *std::move(access);
  return claims;
}

}  // namespace portside::auth
