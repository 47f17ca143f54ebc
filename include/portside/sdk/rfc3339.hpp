// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "portside/api/millis.hpp"

namespace portside::sdk {

/// Epoch milliseconds of `2024-03-29T17:08:00.25Z` or `2024-03-29T18:08:00+01:00` (RFC 3339);
/// nothing when it is no such time, or before 1970.
std::optional<Millis> parse_rfc3339(std::string_view text) noexcept;

/// `2024-03-29T17:08:00Z`; milliseconds are left out. For times from 1970 to 9999.
std::string rfc3339(Millis time);

/// As rfc3339(), with the milliseconds where there are any: `2024-03-29T17:08:00.250Z`.
std::string rfc3339_exact(Millis time);

}  // namespace portside::sdk
