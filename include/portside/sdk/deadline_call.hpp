// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <utility>

#include "portside/api/call_context.hpp"

namespace portside::sdk {

/// A CallContext for programs without a host, such as servers of remote processors: it ends at its
/// deadline, nobody cancels it, and nobody watches.
class DeadlineCall final : public CallContext {
 public:
  /// `deadline`: milliseconds from now. `request_id` is not empty.
  DeadlineCall(Millis deadline, std::string request_id, std::string traceparent = {})
      : end_(Clock::now() + std::chrono::milliseconds(deadline)),
        request_id_(std::move(request_id)),
        traceparent_(std::move(traceparent)) {}

  Millis time_left() const noexcept override {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end_ - Clock::now());
    return std::max<Millis>(0, left.count());
  }
  bool cancelled() const noexcept override { return time_left() == 0; }
  bool wait(Millis duration) const noexcept override {
    std::this_thread::sleep_for(std::chrono::milliseconds(std::min(duration, time_left())));
    return !cancelled();
  }
  int cancel_fd() const noexcept override { return -1; }
  void progress(const Progress&) const noexcept override {}
  std::string request_id() const override { return request_id_; }
  std::string traceparent() const override { return traceparent_; }

 private:
  using Clock = std::chrono::steady_clock;

  const Clock::time_point end_;
  const std::string request_id_;
  const std::string traceparent_;
};

}  // namespace portside::sdk
