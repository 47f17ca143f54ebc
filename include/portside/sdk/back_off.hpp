// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "portside/api/millis.hpp"

namespace portside::sdk {

/// How pauses grow.
struct BackOff {
  /// Milliseconds of the first pause.
  Millis first = 1'000;
  /// And of the longest.
  Millis longest = 60'000;
};

/// The pause before the given attempt, 1 or more: each twice the one before it, and up to a quarter
/// more, which differs from `key` to `key`: scans that were turned away together are not to come
/// back together. Equal arguments give equal pauses.
Millis back_off(const BackOff& pauses, int attempt, std::string_view key);

}  // namespace portside::sdk
