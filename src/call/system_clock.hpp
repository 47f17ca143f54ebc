// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#include "portside/api/millis.hpp"

namespace portside {

/// Epoch milliseconds by the clock of this machine: where nobody passes another one.
inline Millis system_now() noexcept {
  using std::chrono::duration_cast, std::chrono::milliseconds, std::chrono::system_clock;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace portside
