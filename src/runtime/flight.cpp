// SPDX-License-Identifier: Apache-2.0
#include "runtime/flight.hpp"

#include "runtime/ended_call.hpp"
#include "runtime/escaped_exception.hpp"

namespace portside::runtime {

void Offload::Flight::fly() noexcept {
  std::optional<AdapterError> failure;
  try {
    job_(fence_);
  } catch (...) {
    failure = adopt_current_exception(account_->who, method_);
  }
  job_ = nullptr;
  land(std::move(failure));
  // Not before: who is told while the mutex is held wakes up to wait for it.
  landed_.notify_all();
}

void Offload::Flight::land(std::optional<AdapterError> failure) {
  const std::scoped_lock lock(mutex_);
  if (state_ == State::kGivenUp) {
    --*account_->abandoned;
    return;
  }
  error_ = std::move(failure);
  state_ = State::kLanded;
}

bool Offload::Flight::wait(Millis grace) {
  std::unique_lock lock(mutex_);
  while (state_ == State::kFlying && !is_overdue(grace)) landed_.wait_for(lock, kSlice);
  return state_ == State::kLanded;
}

bool Offload::Flight::give_up(Millis grace) {
  const std::scoped_lock lock(mutex_);
  return state_ == State::kFlying && is_overdue(grace);
}

bool Offload::Flight::is_given_up() {
  const std::scoped_lock lock(mutex_);
  return state_ == State::kGivenUp;
}

/// Passes a cancellation on; when the grace period after it is over, the call is given up. With the
/// mutex held.
bool Offload::Flight::is_overdue(Millis grace) {
  if (give_up_at_ && Clock::now() >= *give_up_at_) {
    state_ = State::kGivenUp;
    ++*account_->abandoned;
    return true;
  }
  if (!give_up_at_ && (caller_->cancelled() || fence_.context().cancelled())) {
    fence_.cancel();
    give_up_at_ = Clock::now() + std::chrono::milliseconds(grace);
  }
  return false;
}

AdapterError Offload::Flight::close() {
  fence_.close();
  AdapterError error = ended_call(*caller_, method_ + " of " + account_->who + " ran");
  error.message += "; the plugin ignored that, and the call was given up";
  return error;
}

}  // namespace portside::runtime
