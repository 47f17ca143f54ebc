// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "portside/api/crypto.hpp"
#include "portside/api/millis.hpp"

namespace portside::clair::v4 {

/// A JWT (RFC 7519) as Clair 4's `auth.psk` takes it: HS256 with the key's bytes, from a minute ago
/// until in five minutes, for clocks that differ. `now` in epoch milliseconds. The result is a
/// secret. Throws what `crypto` throws.
std::string signed_token(Crypto& crypto, std::string_view key, std::string_view issuer, Millis now);

}  // namespace portside::clair::v4
