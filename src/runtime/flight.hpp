// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "portside/api/call_context.hpp"
#include "portside/api/error.hpp"
#include "runtime/call_account.hpp"
#include "runtime/call_fence.hpp"
#include "runtime/offload.hpp"

namespace portside::runtime {

/// A call of a plugin with everything that belongs to it; shared by the thread that makes it and by
/// who waits for it, so that either may be left alone. [any]
class Offload::Flight {
 public:
  /// How often somebody looks whether the caller's call ended: bounds how late the plugin learns of
  /// it.
  static constexpr std::chrono::milliseconds kSlice{20};

  /// `caller` is kept as long as this, where it owns anything.
  Flight(std::shared_ptr<CallAccount> account, std::string_view method,
         std::shared_ptr<const CallContext> caller, Job job)
      : account_(std::move(account)),
        method_(method),
        caller_(std::move(caller)),
        fence_(*caller_),
        job_(std::move(job)) {}

  /// Makes the call.
  void fly() noexcept;

  /// Waits for its end. False when the call was given up.
  bool wait(Millis grace);

  /// Gives the call up when it is time to; true when it did.
  bool give_up(Millis grace);
  bool is_given_up();

  /// Of a call that was given up: keeps it away from the objects of its caller from now on. Returns
  /// what the caller is to be told.
  AdapterError close();

  /// Of a call that ended.
  const std::optional<AdapterError>& error() const noexcept { return error_; }

  void cancel() noexcept { fence_.cancel(); }
  bool is_of(const CallAccount& account) const noexcept { return account_.get() == &account; }

  /// For a call that is made on its caller's thread; to be set before it is.
  void set_on_end(OnEnd on_end) {
    on_end_ = std::move(on_end);
    is_callers_thread_ = true;
  }
  bool runs_on_its_callers_thread() const noexcept { return is_callers_thread_; }
  /// Once: by who gave the call up, or else by who made it.
  void tell(const std::optional<AdapterError>& error) { std::exchange(on_end_, nullptr)(error); }

 private:
  using Clock = std::chrono::steady_clock;
  enum class State { kFlying, kLanded, kGivenUp };

  void land(std::optional<AdapterError> failure);
  bool is_overdue(Millis grace);

  const std::shared_ptr<CallAccount> account_;
  const std::string method_;
  const std::shared_ptr<const CallContext> caller_;
  CallFence fence_;
  Job job_;
  OnEnd on_end_;
  bool is_callers_thread_ = false;
  std::optional<AdapterError> error_;

  std::mutex mutex_;
  std::condition_variable landed_;
  State state_ = State::kFlying;
  std::optional<Clock::time_point> give_up_at_;
};

}  // namespace portside::runtime
