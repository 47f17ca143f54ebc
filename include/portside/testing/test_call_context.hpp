// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "portside/api/call_context.hpp"
#include "portside/testing/test_clock.hpp"

namespace portside::testing {

/// A CallContext in the hand of a test: time passes only in wait(), which does not sleep, and when
/// the test moves the clock.
///
///   TestCallContext context(5'000);
///   context.on_wait([&](Millis) { context.cancel(); });   // somebody cancels during the pause
///   EXPECT_THROW(adapter.scan_image(request, registry, sink, context), AdapterError);
class TestCallContext final : public CallContext {
 public:
  /// A call that may take `deadline` milliseconds by a clock of its own.
  explicit TestCallContext(Millis deadline = 60'000) : TestCallContext(nullptr, deadline) {}
  /// The same by a clock that others see too; it outlives the context.
  TestCallContext(TestClock& clock, Millis deadline) : TestCallContext(&clock, deadline) {}
  ~TestCallContext() {
    if (event_ >= 0) ::close(event_);
  }
  TestCallContext(const TestCallContext&) = delete;
  TestCallContext& operator=(const TestCallContext&) = delete;

  /// The clock that the deadline is measured by.
  TestClock& clock() noexcept { return *clock_; }

  /// Lets `duration` milliseconds pass. [any]
  void advance(Millis duration) {
    clock_->advance(duration);
    signal_if_over();
  }

  /// As a caller that cancels. [any]
  void cancel() {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    signal();
  }

  /// Calls `hook` in each wait(), with the duration asked for, before any time passes.
  void on_wait(std::function<void(Millis)> hook) { on_wait_ = std::move(hook); }

  void set_request_id(std::string id) { request_id_ = std::move(id); }
  void set_traceparent(std::string value) { traceparent_ = std::move(value); }

  /// Durations of all waits so far, as they were asked for. [any]
  std::vector<Millis> waits() const {
    const std::lock_guard lock(mutex_);
    return waits_;
  }
  /// All progress reports so far. [any]
  std::vector<Progress> progress_reports() const {
    const std::lock_guard lock(mutex_);
    return progress_;
  }

  Millis time_left() const noexcept override {
    return std::max<Millis>(0, deadline_ - clock_->now());
  }

  bool cancelled() const noexcept override {
    const std::lock_guard lock(mutex_);
    return cancelled_ || time_left() == 0;
  }

  bool wait(Millis duration) const noexcept override {
    {
      const std::lock_guard lock(mutex_);
      waits_.push_back(duration);
    }
    if (on_wait_) on_wait_(duration);
    if (cancelled()) return false;
    clock_->advance(std::clamp<Millis>(duration, 0, time_left()));
    signal_if_over();
    return !cancelled();
  }

  /// An event descriptor. Becomes readable through cancel(), advance() and wait(); not when a
  /// shared clock is moved directly.
  int cancel_fd() const noexcept override { return event_; }

  void progress(const Progress& progress) const noexcept override {
    const std::lock_guard lock(mutex_);
    progress_.push_back(progress);
  }

  std::string request_id() const override { return request_id_; }
  std::string traceparent() const override { return traceparent_; }

 private:
  TestCallContext(TestClock* shared, Millis deadline)
      : clock_(shared != nullptr ? shared : &own_clock_),
        deadline_(clock_->now() + deadline),
        event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

  void signal() const noexcept {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(event_, &one, sizeof one);
  }
  void signal_if_over() const noexcept {
    if (cancelled()) signal();
  }

  TestClock own_clock_;
  TestClock* clock_;
  Millis deadline_;
  int event_;
  bool cancelled_ = false;
  std::string request_id_ = "test-call";
  std::string traceparent_;
  std::function<void(Millis)> on_wait_;
  mutable std::mutex mutex_;
  mutable std::vector<Millis> waits_;
  mutable std::vector<Progress> progress_;
};

}  // namespace portside::testing
