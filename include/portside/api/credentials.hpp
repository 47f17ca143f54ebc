// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "portside/api/json.hpp"
#include "portside/api/millis.hpp"

namespace portside {

/// Which members of Credentials hold something.
enum class CredentialKind : std::int32_t {
  kNone = 0,      ///< anonymous
  kBasic = 1,     ///< `user` and `secret`
  kBearer = 2,    ///< `token`, sent as it is
  kExchange = 3,  ///< `token`, to be exchanged at `token_url` (the proposal's AccessCredentials)
};

/// What a party needs to log in to the container registry by itself. Short-lived: made for one job
/// and one repository, taken back when the job ends.
///
/// Holds secrets: never log it, store it or send it anywhere but to the registry and to the scanner
/// that asked for it.
struct Credentials {
  CredentialKind kind = CredentialKind::kNone;
  std::string user;
  std::string secret;
  std::string token;
  /// Where `token` is exchanged for an access token (OAuth 2 / Docker token service).
  std::string token_url;
  /// Epoch milliseconds after which the registry refuses them; absent when they do not expire.
  std::optional<Millis> expires_at;
  Json extra;
};

/// A ready value for the Authorization header (RFC 9110 section 11.6.2), for example
/// `Bearer eyJ...`; "" when the repository is public. A secret, like Credentials.
struct Authorization {
  std::string header;
  /// Epoch milliseconds; absent when it does not expire.
  std::optional<Millis> expires_at;
};

}  // namespace portside
