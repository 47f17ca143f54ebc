// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace portside::json_text {

/// True when a JSON text opens more than `depth` objects and lists in each other: parsed, megabytes
/// of brackets would take gigabytes. Says nothing about texts that are no JSON.
bool is_deeper_than(std::string_view json, int depth) noexcept;

}  // namespace portside::json_text
