// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

#include "portside/api/millis.hpp"

namespace portside::runtime {

/// Threads that run plugin calls for callers who must not hang with them. A thread is started when
/// none is idle, and ends after some idle seconds.
///
/// A job that does not return keeps its thread; the threads share their state with this object, so
/// that such a thread can outlive it. All methods are [any].
class CallThreads {
 public:
  CallThreads();
  ~CallThreads();
  CallThreads(const CallThreads&) = delete;
  CallThreads& operator=(const CallThreads&) = delete;

  /// Runs `job`, which must not throw, on a thread. Throws kOverloaded when the system gives none.
  void run(std::function<void()> job);

  /// Ends the idle threads and waits for the others, up to `duration`. True when none is left, also
  /// nothing that a thread does at its own end (destructors of thread_local objects).
  bool stop(Millis duration);

 private:
  struct State;
  void start_thread();
  static void* begin(void* own) noexcept;
  static void work(State& state);

  std::shared_ptr<State> state_;
};

}  // namespace portside::runtime
