// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "auth/jwt.hpp"

namespace portside::auth {

/// Signs tokens. [any]
class TokenIssuer {
 public:
  /// Throws kConfigInvalid: a key or certificates that cannot be used, a certificate that is not
  /// the key's, a lifetime of less than 60 s or more than a day.
  explicit TokenIssuer(TokenServiceOptions options);

  /// As TokenService::issue().
  Secret issue(const std::string& subject, const std::vector<Access>& access,
               std::int64_t lifetime = 0) const;

  const TokenServiceOptions& options() const noexcept { return options_; }
  std::int64_t now() const { return options_.now(); }

  /// What verify_jwt() needs for the tokens of this issuer.
  JwtRules rules() const;

 private:
  const TokenServiceOptions options_;
  const JwtSigner signer_;
};

}  // namespace portside::auth
