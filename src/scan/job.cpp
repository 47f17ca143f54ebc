// SPDX-License-Identifier: Apache-2.0
#include "scan/job.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace portside::scan {
namespace {

/// Longer is not waited at once: the clock must not overflow.
constexpr Millis kLongestWait = Millis{365} * 24 * 3'600 * 1'000;

}  // namespace

Job::Job(ScanOrder order, ProgressBoard::Tell tell)
    : order_(std::move(order)), tell_(std::move(tell)), board_(tell_, order_) {}

bool Job::wait(Millis duration) const {
  const std::chrono::milliseconds limit(std::clamp<Millis>(duration, 0, kLongestWait));
  std::unique_lock lock(mutex_);
  return over_.wait_for(lock, limit, [this] { return ended_; });
}

void Job::mark_cancelled() noexcept {
  const std::scoped_lock lock(mutex_);
  cancelled_ = true;
  if (call_ != nullptr) call_->cancel();
}

void Job::cancel() noexcept {
  mark_cancelled();
  if (on_cancel_) on_cancel_();
}

std::shared_ptr<const ScanOutcome> Job::result() const {
  std::unique_lock lock(mutex_);
  over_.wait(lock, [this] { return ended_; });
  if (error_) throw AdapterError(*error_);
  return outcome_;
}

Job::Running::Running(Job& job, Call& call) : job_(job) {
  const std::scoped_lock lock(job_.mutex_);
  job_.call_ = &call;
  if (job_.cancelled_) call.cancel();
}

Job::Running::~Running() {
  const std::scoped_lock lock(job_.mutex_);
  job_.call_ = nullptr;
}

void Job::end(ScanOutcome outcome) {
  {
    const std::scoped_lock lock(mutex_);
    outcome_ = std::make_shared<const ScanOutcome>(std::move(outcome));
  }
  publish({});
}

void Job::end(AdapterError error) {
  std::string note = error.message;
  {
    const std::scoped_lock lock(mutex_);
    error_ = std::move(error);
  }
  publish(note);
}

/// Whoever waits finds that the end was told already.
void Job::publish(const std::string& note) {
  board_.event(ScanEvent::kEnded, note);
  const std::scoped_lock lock(mutex_);
  ended_ = true;
  over_.notify_all();
}

}  // namespace portside::scan
