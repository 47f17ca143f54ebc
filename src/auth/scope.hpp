// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "auth/jwt.hpp"

namespace portside::auth {

/// Reads `TYPE[(CLASS)]:NAME:ACTION[,ACTION...]` (Docker registry token scope). The name may hold a
/// colon (a host with a port). Nothing for what has not that form.
std::optional<Access> parse_scope(std::string_view text);

}  // namespace portside::auth
