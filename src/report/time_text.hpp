// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "portside/api/millis.hpp"

namespace portside::report {

/// `2024-03-29T12:00:00.000Z` (RFC 3339). Times before 1970 or after 9999 become the nearest one
/// between.
std::string time_text(Millis time);

/// As time_text(), to the second: `2024-03-29T12:00:00Z`.
std::string time_text_seconds(Millis time);

/// `2024-03-29`.
std::string day_text(Millis time);

/// The time that time_text() wrote; nothing for any other text.
std::optional<Millis> time_of(std::string_view text);

/// True for a day of the calendar written as `2024-03-29`.
bool is_day(std::string_view text);

}  // namespace portside::report
