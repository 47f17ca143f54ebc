// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "portside/api/millis.hpp"

namespace portside::sdk {

/// Epoch milliseconds of `Sun, 06 Nov 1994 08:49:37 GMT`, the form in which dates have to be sent
/// (RFC 9110 section 5.6.7); nothing when it is none. The day of the week is not looked at.
std::optional<Millis> parse_http_date(std::string_view text);

}  // namespace portside::sdk
