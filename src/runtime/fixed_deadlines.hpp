// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "portside/api/millis.hpp"

namespace portside::runtime {

/// For operations that have no context and do no I/O: describe(), extension(), and
/// accept_notification(), whose sender is on the line. (A scan asks describe() in its first step,
/// and within its deadline.)
inline constexpr Millis kQuickDeadline = 10'000;

}  // namespace portside::runtime
