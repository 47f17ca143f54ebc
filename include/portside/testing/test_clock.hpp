// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>

#include "portside/api/millis.hpp"

namespace portside::testing {

/// A clock that only tests move. One clock can serve a ScriptedHostServices and any number of
/// TestCallContexts, so that a wait in a call is seen in HostServices::now(). All methods are
/// [any].
class TestClock {
 public:
  /// Begins at `now`, epoch milliseconds.
  explicit TestClock(Millis now = 1'700'000'000'000) : now_(now) {}

  Millis now() const noexcept { return now_; }
  void set(Millis now) noexcept { now_ = now; }
  void advance(Millis duration) noexcept { now_ += duration; }

 private:
  std::atomic<Millis> now_;
};

}  // namespace portside::testing
