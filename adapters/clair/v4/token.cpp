// SPDX-License-Identifier: Apache-2.0
#include "clair/v4/token.hpp"

#include <nlohmann/json.hpp>

namespace portside::clair::v4 {
namespace {

/// RFC 4648 section 5, without padding (RFC 7515 section 2).
std::string base64url(std::string_view bytes) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  std::uint32_t pending = 0;
  unsigned bits = 0;
  for (const char c : bytes) {
    pending = (pending << 8U) | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 6; bits -= 6) text += kAlphabet[(pending >> (bits - 6)) & 63U];
  }
  if (bits > 0) text += kAlphabet[(pending << (6 - bits)) & 63U];
  return text;
}

}  // namespace

std::string signed_token(Crypto& crypto, std::string_view key, std::string_view issuer,
                         Millis now) {
  constexpr Millis kSkewSeconds = 60;
  constexpr Millis kLifeSeconds = 300;
  const Millis seconds = now / 1'000;
  const nlohmann::json claims = {{"iss", issuer},
                                 {"iat", seconds},
                                 {"nbf", seconds - kSkewSeconds},
                                 {"exp", seconds + kLifeSeconds}};
  const std::string message =
      base64url(R"({"alg":"HS256","typ":"JWT"})") + "." + base64url(claims.dump());
  return message + "." + base64url(crypto.hmac_sha256(key, message));
}

}  // namespace portside::clair::v4
