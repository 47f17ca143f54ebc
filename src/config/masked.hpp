// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "config/config_tree.hpp"
#include "config/cursor.hpp"

namespace portside::config {

inline constexpr std::string_view kHidden = "[hidden]";

/// A value as it was written, with as much hidden as `shown` asks for. References are shown; users
/// and passwords in URLs never are.
std::string masked(const Value& value, Shown shown);

/// True for `password`, `api_token`, `clientSecret`, `private-key`.
bool sounds_secret(std::string_view key);

}  // namespace portside::config
