// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace portside {

/// Milliseconds: a duration, or a point in time counted from 1970-01-01T00:00:00Z (the Unix epoch,
/// leap seconds ignored). Which of the two is meant is said where it is used.
///
/// A plain integer, because the layout of `std::chrono` types is not promised between standard
/// libraries and the plugin boundary must not depend on it.
using Millis = std::int64_t;

}  // namespace portside
