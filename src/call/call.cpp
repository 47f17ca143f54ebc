// SPDX-License-Identifier: Apache-2.0
#include "portside/host/call.hpp"

#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cinttypes>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <random>
#include <utility>

#include "portside/api/error.hpp"

namespace portside {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// `duration` milliseconds from now, or the last moment that the clock knows.
Clock::time_point from_now(Millis duration) {
  const Clock::time_point now = Clock::now();
  const auto longest = std::chrono::floor<milliseconds>(Clock::time_point::max() - now);
  return now + std::min(milliseconds(duration), longest);
}

/// The system is asked for a seed alone: each question costs more than the rest of a call.
std::uint64_t random_number() {
  static std::mutex mutex;
  static std::mt19937_64 engine = [] {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device()};
    return std::mt19937_64(seed);
  }();
  const std::lock_guard lock(mutex);
  return engine();
}

std::string random_id() {
  char text[17];
  std::snprintf(text, sizeof text, "%016" PRIx64, random_number());
  return text;
}

/// Makes the timer fire at `moment`, at once when that has passed. The steady clock of the standard
/// libraries on Linux is CLOCK_MONOTONIC.
void arm(int timer, Clock::time_point moment) {
  const std::int64_t nanoseconds =
      std::chrono::duration_cast<std::chrono::nanoseconds>(moment.time_since_epoch()).count();
  itimerspec when{};
  when.it_value.tv_sec = nanoseconds / 1'000'000'000;
  when.it_value.tv_nsec = nanoseconds % 1'000'000'000;
  ::timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, nullptr);
}

/// Long past; not 0, which would disarm the timer.
constexpr Clock::time_point kAtOnce{std::chrono::nanoseconds(1)};

}  // namespace

class Call::Context final : public CallContext {
 public:
  explicit Context(CallOptions options)
      : options_(std::move(options)), deadline_(from_now(options_.deadline)) {
    if (options_.request_id.empty()) options_.request_id = random_id();
  }
  ~Context() {
    if (timer_ >= 0) ::close(timer_);
  }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  Millis time_left() const noexcept override {
    // Rounded up, so that 0 means that the deadline has passed.
    const auto left = std::chrono::ceil<milliseconds>(deadline_ - Clock::now());
    return std::max<Millis>(left.count(), 0);
  }

  bool cancelled() const noexcept override {
    return cancelled_.load(std::memory_order_acquire) || Clock::now() >= deadline_;
  }

  bool wait(Millis duration) const noexcept override {
    if (duration > 0) {
      const Clock::time_point end = std::min(deadline_, from_now(duration));
      std::unique_lock lock(mutex_);
      wake_up_.wait_until(lock, end, [this] { return cancelled_.load(std::memory_order_relaxed); });
    }
    return !cancelled();
  }

  int cancel_fd() const noexcept override {
    const std::lock_guard lock(mutex_);
    if (timer_ < 0) {
      timer_ = ::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
      if (timer_ >= 0) arm(timer_, cancelled() ? kAtOnce : deadline_);
    }
    return timer_;
  }

  void progress(const Progress& progress) const noexcept override {
    if (!options_.on_progress) return;
    try {
      options_.on_progress(progress);
    } catch (...) {
      // A watcher's mistake is no reason to fail the call.
    }
  }

  std::string request_id() const override { return options_.request_id; }
  std::string traceparent() const override { return options_.traceparent; }

  void cancel() noexcept {
    const std::lock_guard lock(mutex_);
    cancelled_.store(true, std::memory_order_release);
    if (timer_ >= 0) arm(timer_, kAtOnce);
    wake_up_.notify_all();
  }

 private:
  CallOptions options_;
  const Clock::time_point deadline_;
  std::atomic<bool> cancelled_{false};
  mutable std::mutex mutex_;
  mutable std::condition_variable wake_up_;
  /// Made by the first cancel_fd(): most calls need none. Guarded by mutex_.
  mutable int timer_ = -1;
};

Call::Call(CallOptions options) {
  if (options.deadline <= 0) {
    throw AdapterError(ErrorCode::kInvalidArgument, "the deadline of a call is " +
                                                        std::to_string(options.deadline) +
                                                        " milliseconds; expected more than 0");
  }
  context_ = std::make_unique<Context>(std::move(options));
}

Call::~Call() = default;

const CallContext& Call::context() const noexcept {
  return *context_;
}

void Call::cancel() noexcept {
  context_->cancel();
}

}  // namespace portside
