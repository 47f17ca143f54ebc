// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "portside/api/crypto.hpp"
#include "portside/api/millis.hpp"

namespace portside::clair {

/// Whether `token` is a JSON Web Token that Clair itself signed with `key` (HS256, issuer
/// `clair-intraservice`, in its time, with 15 seconds for clocks that differ).
bool is_signed_by_clair(std::string_view token, const std::string& key, Crypto& crypto, Millis now);

}  // namespace portside::clair
