// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace portside::auth {

/// The time of these tests, in seconds.
inline constexpr std::int64_t kNow = 1'700'000'000;

}  // namespace portside::auth
