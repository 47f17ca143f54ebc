// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <mutex>
#include <vector>

#include "portside/host/signal_watch.hpp"

namespace portside::cli {

/// Ends work in good order when the user presses Ctrl-C or the system wants the program to end. The
/// second signal ends the program at once. To be made before other threads are.
class Interruption {
 public:
  Interruption();

  /// Calls `cancel` when the signal comes, at once when it came already. On another thread; what it
  /// touches lives until clear() or the end of this object.
  void watch(std::function<void()> cancel);
  void clear();

  bool happened() const;
  /// Throws kCancelled when it did.
  void throw_if_happened() const;

 private:
  void act();

  mutable std::mutex mutex_;
  bool happened_ = false;
  std::vector<std::function<void()>> cancels_;
  SignalWatch interrupt_;
  SignalWatch terminate_;
};

}  // namespace portside::cli
