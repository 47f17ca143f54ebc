// SPDX-License-Identifier: Apache-2.0
#include "runtime/instance.hpp"

#include <algorithm>
#include <chrono>

#include "runtime/ended_call.hpp"
#include "runtime/escaped_exception.hpp"

namespace portside::runtime {
namespace {

constexpr Millis kFirstPause = 1'000;
constexpr Millis kLongestPause = 60'000;
// How often a caller that waits for the object looks whether it was cancelled.
constexpr std::chrono::milliseconds kStartSlice{20};

}  // namespace

Instance::Instance(std::shared_ptr<CallAccount> account, Make make, Start start,
                   std::function<Millis()> steady_now)
    : account_(std::move(account)),
      make_(std::move(make)),
      start_(std::move(start)),
      steady_now_(std::move(steady_now)) {}

Instance::Use::Use(Instance& instance, const CallContext* context, Turn turn)
    : instance_(instance), context_(context) {
  try {
    begin(turn);
  } catch (...) {
    if (has_turn_) instance_.gate_.give_turn();
    throw;
  }
}

void Instance::Use::begin(Turn turn) {
  object_ = instance_.object(context_);
  if (turn == Turn::kWait && instance_.made_.serialized) {
    instance_.gate_.take_turn(context_);
    has_turn_ = true;
  }
  if (context_ != nullptr && context_->cancelled()) {
    throw ended_call(*context_, "a call of " + instance_.id() + " was about to begin");
  }
}

Instance::Use::~Use() {
  if (context_ != nullptr) instance_.made_.services->call_ended(context_);
  if (has_turn_) instance_.gate_.give_turn();
}

bool Instance::drain(Millis duration, std::shared_ptr<void>& object) {
  if (!gate_.wait_empty(duration)) return false;
  const std::scoped_lock lock(mutex_);
  ready_ = nullptr;
  object = std::move(made_.object);
  return true;
}

std::shared_ptr<InstanceServices> Instance::services() {
  const std::scoped_lock lock(mutex_);
  return ready_ == nullptr ? nullptr : made_.services;
}

void* Instance::object(const CallContext* context) {
  if (void* ready = ready_.load(std::memory_order_acquire)) return ready;
  std::unique_lock lock(mutex_);
  const bool may_attempt = !failure_ || steady_now_() >= next_attempt_;
  if (!attempting_ && ready_ == nullptr && may_attempt) begin_attempt(lock);
  while (attempting_) {
    if (context != nullptr && context->cancelled()) {
      throw ended_call(*context, "waiting for " + id() + " to be configured");
    }
    attempt_ended_.wait_for(lock, kStartSlice);
  }
  if (void* ready = ready_.load()) return ready;
  throw_failure();
}

void Instance::begin_attempt(std::unique_lock<std::mutex>& lock) {
  attempting_ = true;
  lock.unlock();
  try {
    start_([self = shared_from_this()] { self->attempt(); });
  } catch (const AdapterError& no_thread) {
    end_attempt(std::nullopt, no_thread);
  }
  lock.lock();
}

void Instance::attempt() noexcept {
  std::optional<MadeObject> made;
  std::optional<AdapterError> error;
  try {
    made = make_();
  } catch (...) {
    error = adopt_current_exception(id(), "configure");
  }
  end_attempt(std::move(made), error);
}

void Instance::end_attempt(std::optional<MadeObject> made,
                           const std::optional<AdapterError>& error) {
  const std::scoped_lock lock(mutex_);
  attempting_ = false;
  failure_ = error;
  if (error) {
    pause_ = std::clamp(pause_ * 2, kFirstPause, kLongestPause);
    next_attempt_ = steady_now_() + pause_;
  } else {
    pause_ = 0;
    made_ = std::move(*made);
    ready_.store(made_.object.get(), std::memory_order_release);
  }
  attempt_ended_.notify_all();
}

void Instance::throw_failure() const {
  AdapterError error = *failure_;
  if (error.can_retry) error.retry_in(std::max<Millis>(next_attempt_ - steady_now_(), 1));
  throw error;
}

}  // namespace portside::runtime
