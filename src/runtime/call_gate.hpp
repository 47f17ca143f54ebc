// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "portside/api/call_context.hpp"
#include "portside/api/millis.hpp"

namespace portside::runtime {

/// Counts the calls that are inside an object, keeps new ones out once it is closed, and lets one
/// in at a time when the object asks for that. Costs two atomic operations a call.
class CallGate {
 public:
  CallGate() = default;
  CallGate(const CallGate&) = delete;
  CallGate& operator=(const CallGate&) = delete;

  /// Throws kShuttingDown when closed. Every enter() is followed by one leave().
  void enter();
  void leave() noexcept;

  /// The turn of a serialised call, between enter() and leave(). Throws kCancelled or
  /// kDeadlineExceeded when `context` (may be null) ends before the turn comes.
  void take_turn(const CallContext* context);
  void give_turn() noexcept;

  void close() noexcept;

  /// Waits up to `duration` for the last call to leave; true when it did.
  bool wait_empty(Millis duration);

 private:
  static constexpr std::uint64_t kClosed = std::uint64_t{1} << 63U;

  std::atomic<std::uint64_t> state_{0};
  std::mutex mutex_;
  std::condition_variable changed_;
  bool turn_taken_ = false;
};

}  // namespace portside::runtime
