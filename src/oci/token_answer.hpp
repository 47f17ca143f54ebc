// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "portside/api/millis.hpp"
#include "portside/host/secret.hpp"

namespace portside::oci {

/// What a token service handed out.
struct Token {
  Secret value;
  /// Milliseconds from when it was received.
  Millis lifetime = 60'000;
};

/// Reads `{"token" | "access_token", "expires_in"}` (Docker registry token authentication, OAuth
/// 2). `access_token` may be there and empty. Without `expires_in` a token lasts 60 s. Throws
/// kRegistryBadAnswer; what it says holds nothing of the answer.
Token parse_token(std::string_view body);

}  // namespace portside::oci
