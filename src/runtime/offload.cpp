// SPDX-License-Identifier: Apache-2.0
#include "runtime/offload.hpp"

#include <chrono>
#include <condition_variable>
#include <string>

#include "portside/api/error.hpp"
#include "runtime/ended_call.hpp"
#include "runtime/escaped_exception.hpp"

namespace portside::runtime {
namespace {

using Clock = std::chrono::steady_clock;

// How often a waiting caller looks whether it was cancelled: bounds how late the plugin learns of
// it.
constexpr std::chrono::milliseconds kFlightSlice{20};

}  // namespace

/// A call with everything that belongs to it; shared by its caller and its thread.
class Offload::Flight {
 public:
  Flight(const CallContext& caller, Job job, std::shared_ptr<CallAccount> account)
      : fence(caller), job_(std::move(job)), account_(std::move(account)) {}

  /// On the call's thread.
  void fly(std::string_view method) noexcept {
    std::optional<AdapterError> failure;
    try {
      job_(fence);
    } catch (...) {
      failure = adopt_current_exception(account_->who, method);
    }
    job_ = nullptr;
    const std::scoped_lock lock(mutex_);
    error = std::move(failure);
    if (state_ == State::kAbandoned) --*account_->abandoned;
    state_ = State::kLanded;
    landed_.notify_all();
  }

  /// On the caller's thread. False when the call was given up.
  bool wait(const CallContext& caller, Millis grace) {
    std::unique_lock lock(mutex_);
    std::optional<Clock::time_point> give_up_at;
    while (state_ == State::kFlying) {
      if (give_up_at && Clock::now() >= *give_up_at) {
        state_ = State::kAbandoned;
        ++*account_->abandoned;
        return false;
      }
      if (!give_up_at && (caller.cancelled() || fence.context().cancelled())) {
        fence.cancel();
        give_up_at = Clock::now() + std::chrono::milliseconds(grace);
      }
      landed_.wait_for(lock, kFlightSlice);
    }
    return true;
  }

  CallFence fence;
  std::optional<AdapterError> error;

 private:
  enum class State { kFlying, kLanded, kAbandoned };

  Job job_;
  std::shared_ptr<CallAccount> account_;
  std::mutex mutex_;
  std::condition_variable landed_;
  State state_ = State::kFlying;
};

/// Keeps a call in the list of those under way.
class Offload::Entry {
 public:
  Entry(Offload& offload, CallFence& fence, const CallAccount& account)
      : offload_(offload), fence_(fence) {
    const std::scoped_lock lock(offload_.mutex_);
    offload_.under_way_.emplace(&fence_, &account);
  }
  ~Entry() {
    const std::scoped_lock lock(offload_.mutex_);
    offload_.under_way_.erase(&fence_);
  }
  Entry(const Entry&) = delete;
  Entry& operator=(const Entry&) = delete;

 private:
  Offload& offload_;
  CallFence& fence_;
};

Offload::Offload(std::size_t max_abandoned, Millis grace)
    : max_abandoned_(max_abandoned), grace_(grace) {}

void Offload::run_job(const std::shared_ptr<CallAccount>& account, std::string_view method,
                      const CallContext& caller, Job job) {
  const std::string what = std::string(method) + " of " + account->who;
  if (caller.cancelled()) throw ended_call(caller, what + " was about to begin");
  if (const std::size_t abandoned = *account->abandoned; abandoned >= max_abandoned_) {
    throw AdapterError(ErrorCode::kOverloaded,
                       what + " was not called: " + std::to_string(abandoned) +
                           " of its calls that were given up still run, at most " +
                           std::to_string(max_abandoned_) +
                           " may; wait until they end, or restart this program");
  }
  const auto flight = std::make_shared<Flight>(caller, std::move(job), account);
  const Entry entry(*this, flight->fence, *account);
  threads_.run([flight, method = std::string(method)] { flight->fly(method); });
  if (!flight->wait(caller, grace_)) {
    flight->fence.close();
    AdapterError error = ended_call(caller, what + " ran");
    error.message += "; the plugin ignored that, and the call was given up";
    throw error;
  }
  if (flight->error) throw AdapterError(*flight->error);
}

void Offload::cancel(const CallAccount& account) noexcept {
  const std::scoped_lock lock(mutex_);
  for (const auto& [fence, owner] : under_way_) {
    if (owner == &account) fence->cancel();
  }
}

}  // namespace portside::runtime
