// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/signing_key.hpp"
#include "portside/api/millis.hpp"
#include "portside/host/secret.hpp"
#include "portside/host/token_service.hpp"

namespace portside::auth {

using Access = TokenAccess;

/// What a token says (RFC 7519). Times in seconds since 1970.
struct Claims {
  std::string issuer;
  std::string subject;
  std::string audience;
  std::int64_t expires = 0;
  std::int64_t not_before = 0;
  std::int64_t issued = 0;
  std::string id;
  std::vector<Access> access;

  friend bool operator==(const Claims&, const Claims&) = default;
};

/// What the token's header says of the key.
struct KeyHeader {
  /// The certificate of the key and its chain in DER (`x5c`, RFC 7515 section 4.1.6); empty = none.
  std::vector<std::string> certificates;
  /// `kid`; "" = none.
  std::string key_id;
};

/// Signs claims with one key (RFC 7515, compact form). [any]
class JwtSigner {
 public:
  JwtSigner(crypto::SigningKey key, const KeyHeader& header);

  Secret sign(const Claims& claims) const;
  const crypto::SigningKey& key() const noexcept { return key_; }

 private:
  const crypto::SigningKey key_;
  /// As it stands in every token, with the dot behind it.
  const std::string header_;
};

/// What a token has to be like.
struct JwtRules {
  std::string issuer;
  std::string audience;
  /// The keys that count, by `kid`; a token without `kid` is tried against all.
  std::map<std::string, crypto::PublicKey> keys;
  /// Seconds by which clocks may differ.
  std::int64_t leeway = 60;
};

/// The claims of a token that was signed by one of the keys, with the algorithm of that key (never
/// what the token asks for: no `none`, no HS256), for this audience, and that is valid at `now`
/// (seconds since 1970). Nothing for any other text. `why_not`, when given, is a sentence for the
/// log without anything out of the token.
std::optional<Claims> verify_jwt(std::string_view token, const JwtRules& rules, std::int64_t now,
                                 std::string* why_not = nullptr);

}  // namespace portside::auth
