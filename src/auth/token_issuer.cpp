// SPDX-License-Identifier: Apache-2.0
#include "auth/token_issuer.hpp"

#include <algorithm>
#include <utility>

#include "call/system_clock.hpp"
#include "crypto/digest.hpp"
#include "portside/api/error.hpp"

namespace portside::auth {
namespace {

constexpr std::int64_t kMinLifetime = 60;
constexpr std::int64_t kMaxLifetime = 24 * 3'600;
/// A registry whose clock is a little behind must not take the token for one of the future.
constexpr std::int64_t kSkew = 10;

TokenServiceOptions checked(TokenServiceOptions options) {
  if (options.lifetime < kMinLifetime || options.lifetime > kMaxLifetime) {
    throw AdapterError(
        ErrorCode::kConfigInvalid,
        "tokens are to last " + std::to_string(options.lifetime) + " s; expected 60 s to a day");
  }
  if (options.issuer.empty() || options.service.empty()) {
    throw AdapterError(ErrorCode::kConfigInvalid,
                       "tokens name their issuer and their service; expected both, as the "
                       "registry's configuration has them");
  }
  if (!options.now) options.now = [] { return system_now() / 1'000; };
  return options;
}

KeyHeader header_of(const TokenServiceOptions& options, const crypto::SigningKey& key) {
  if (options.certificates.empty()) return {{}, key.public_key().libtrust_id()};
  const auto certificate = crypto::PublicKey::from_pem(options.certificates);
  if (certificate.der() != key.public_key().der()) {
    throw AdapterError(ErrorCode::kConfigInvalid,
                       "the first certificate is not that of the key that signs tokens; put the "
                       "key's own certificate first");
  }
  return {crypto::certificates_of(options.certificates), key.public_key().libtrust_id()};
}

JwtSigner signer_of(const TokenServiceOptions& options) {
  crypto::SigningKey key = crypto::SigningKey::from_pem(options.key);
  const KeyHeader header = header_of(options, key);
  return {std::move(key), header};
}

}  // namespace

TokenIssuer::TokenIssuer(TokenServiceOptions options)
    : options_(checked(std::move(options))), signer_(signer_of(options_)) {}

Secret TokenIssuer::issue(const std::string& subject, const std::vector<Access>& access,
                          std::int64_t lifetime) const {
  const std::int64_t now = options_.now();
  lifetime = lifetime == 0 ? options_.lifetime : std::clamp(lifetime, kMinLifetime, kMaxLifetime);
  const Claims claims{options_.issuer,
                      subject,
                      options_.service,
                      now + lifetime,
                      now - kSkew,
                      now,
                      crypto::hex(crypto::random_bytes(16)),
                      access};
  return signer_.sign(claims);
}

JwtRules TokenIssuer::rules() const {
  const crypto::PublicKey& key = signer_.key().public_key();
  return {options_.issuer, options_.service, {{key.libtrust_id(), key}}};
}

}  // namespace portside::auth
