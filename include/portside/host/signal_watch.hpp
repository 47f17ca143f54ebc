// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

#include "portside/api/error.hpp"

namespace portside {

/// Calls a function whenever this process gets a signal, for programs that read their configuration
/// again on SIGHUP:
///
///   portside::SignalWatch hangup(SIGHUP, [&] { plugins.reload(path, secrets); });
///
/// The function runs on a thread of its own, where everything is allowed, once for signals that
/// arrive while it runs. Nothing of Portside watches signals unless a program makes one of these.
class SignalWatch {
 public:
  /// Blocks `signal` in this thread, and so in all threads that it starts from now on. A thread
  /// that was there before would still be interrupted: make the watch early in main(), before
  /// other threads. `act` must not throw. Throws kInvalidArgument for a signal that cannot be
  /// waited for, kOverloaded when the system gives no descriptor or no thread.
  SignalWatch(int signal, std::function<void()> act);

  /// Waits for `act` when it runs. The signal stays blocked.
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace portside
