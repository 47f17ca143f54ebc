// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "portside/api/millis.hpp"

namespace portside::words {

/// Milliseconds as people read them, rounded up: `250 ms`, `9.9 s`, `30 s`, `20 min`.
std::string duration_text(Millis duration);

}  // namespace portside::words
