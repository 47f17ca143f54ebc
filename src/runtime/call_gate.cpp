// SPDX-License-Identifier: Apache-2.0
#include "runtime/call_gate.hpp"

#include <chrono>

#include "portside/api/error.hpp"
#include "runtime/ended_call.hpp"

namespace portside::runtime {

void CallGate::enter() {
  if ((state_.fetch_add(1) & kClosed) == 0) return;
  leave();
  throw AdapterError(ErrorCode::kShuttingDown,
                     "the plugin registry is shutting down and takes no new calls");
}

void CallGate::leave() noexcept {
  std::uint64_t state = state_.load();
  while ((state & kClosed) == 0) {
    if (state_.compare_exchange_weak(state, state - 1)) return;
  }
  // Whoever waits for the last call may destroy the gate as soon as he sees it leave: under the
  // mutex he cannot see it before this call is done with the gate.
  const std::scoped_lock lock(mutex_);
  --state_;
  changed_.notify_all();
}

void CallGate::take_turn(const CallContext* context) {
  // The context has no way to wake us; a short slice bounds how late a cancellation is seen.
  constexpr std::chrono::milliseconds kSlice{20};
  std::unique_lock lock(mutex_);
  while (turn_taken_) {
    if (context != nullptr && context->cancelled()) {
      throw ended_call(*context, "waiting for another call of the same plugin");
    }
    changed_.wait_for(lock, kSlice);
  }
  turn_taken_ = true;
}

void CallGate::give_turn() noexcept {
  const std::scoped_lock lock(mutex_);
  turn_taken_ = false;
  changed_.notify_all();
}

void CallGate::close() noexcept {
  state_.fetch_or(kClosed);
}

bool CallGate::wait_empty(Millis duration) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, std::chrono::milliseconds(duration),
                           [this] { return (state_.load() & ~kClosed) == 0; });
}

}  // namespace portside::runtime
