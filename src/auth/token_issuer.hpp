// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "auth/jwt.hpp"

namespace portside::auth {

/// How a host signs tokens for its registry.
struct IssuerOptions {
  /// What the registry's configuration calls `issuer` and `service`.
  std::string issuer;
  std::string service;
  /// PEM: the private key, and its certificate with its chain. Registries of all versions find the
  /// key by the certificate; without one they have to know the key's id.
  Secret key;
  std::string certificates;
  /// Seconds; 60 at least, as clients assume that without being told.
  std::int64_t lifetime = 300;
  /// Seconds since 1970; null = the system's clock.
  std::function<std::int64_t()> now = {};
};

/// Signs tokens. [any]
class TokenIssuer {
 public:
  /// Throws kConfigInvalid: a key or certificates that cannot be used, a certificate that is not
  /// the key's, a lifetime of less than 60 s or more than a day.
  explicit TokenIssuer(IssuerOptions options);

  /// A token for `subject` ("" = nobody in particular) that allows `access`.
  Secret issue(const std::string& subject, const std::vector<Access>& access) const;

  const IssuerOptions& options() const noexcept { return options_; }
  std::int64_t now() const { return options_.now(); }

  /// What verify_jwt() needs for the tokens of this issuer.
  JwtRules rules() const;

 private:
  const IssuerOptions options_;
  const crypto::SigningKey key_;
  const KeyHeader header_;
};

}  // namespace portside::auth
