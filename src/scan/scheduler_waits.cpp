// SPDX-License-Identifier: Apache-2.0
//
// What scans wait for between two turns: the end of a pause, and the answer to a request.
#include <algorithm>
#include <chrono>
#include <utility>

#include "http/async_call.hpp"
#include "scan/awaited_request.hpp"
#include "scan/scheduler.hpp"

namespace portside::scan {
namespace {

/// How soon another thread is asked for when the system gave none.
constexpr std::chrono::seconds kAskAgain{1};

}  // namespace

/// False when there is nothing to send, or it is too late: the adapter has the next turn then.
bool Scheduler::send_unsent(const EntryPtr& entry) {
  const auto unsent = std::move(entry->unsent);
  if (!unsent || !may_be_sent(*entry, *unsent)) return false;
  const Millis left = unsent->turn.deadline_at - parts_->steady_now();
  unsent->turn.limit = std::clamp<Millis>(left, 1, unsent->turn.limit);
  await(entry, std::move(unsent->turn));
  return true;
}

/// Where the adapter was configured anew meanwhile, it is to make its request anew.
bool Scheduler::may_be_sent(const Entry& entry, const Unsent& unsent) const {
  return unsent.turn.deadline_at > parts_->steady_now() &&
         client_for(*parts_, *entry.job, unsent.turn.request) == unsent.turn.client;
}

void Scheduler::park(const EntryPtr& entry, Turn turn) {
  const Millis resume_at = turn.resume_at;
  if (turn.then == Turn::Then::kAwait) {
    const bool holds = holds_thread(turn.client.get());
    entry->unsent = std::make_unique<Unsent>(Unsent{std::move(turn), holds});
  }
  const Lock lock(*this);
  if (entry->job->cancelled()) return make_ready(entry);
  entry->state = State::kParked;
  entry->timer = timers_.emplace(resume_at, entry);
  if (entry->timer == timers_.begin()) timers_changed_.notify_one();
}

/// Returns those with a request that holds no thread, for the timekeeper to send.
std::vector<Scheduler::EntryPtr> Scheduler::wake_due() {
  std::vector<EntryPtr> to_send;
  while (!timers_.empty() && timers_.begin()->first <= parts_->steady_now()) {
    const EntryPtr entry = std::move(timers_.begin()->second);
    timers_.erase(timers_.begin());
    if (entry->unsent && !entry->unsent->holds_thread) {
      entry->state = State::kRunning;
      to_send.push_back(entry);
    } else {
      make_ready(entry);
    }
  }
  return to_send;
}

void Scheduler::keep_time() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    std::vector<EntryPtr> to_send = wake_due();
    const bool has_all_workers = fill_up_workers();
    auto told = tell_a_worker();
    if (told || !to_send.empty()) {
      lock.unlock();
      IdleWorkers::wake(std::move(told));
      for (EntryPtr& entry : to_send) send_or_make_ready(std::move(entry));
      lock.lock();
    } else if (!has_all_workers) {
      timers_changed_.wait_for(lock, kAskAgain);
    } else if (timers_.empty() || parts_->options.now) {
      timers_changed_.wait(lock);  // somebody else's clock: see clock_turned()
    } else {
      const Millis left = timers_.begin()->first - parts_->steady_now();
      timers_changed_.wait_for(lock, std::chrono::milliseconds(left));
    }
  }
}

void Scheduler::send_or_make_ready(EntryPtr entry) {
  if (send_unsent(entry)) return;
  const Lock lock(*this);
  make_ready(entry);
}

void Scheduler::await(const EntryPtr& entry, Turn turn) {
  std::uint64_t request = 0;
  {
    const Lock lock(*this);
    if (entry->job->cancelled()) return make_ready(entry);
    entry->state = State::kAwaiting;
    request = ++entry->request;
  }
  auto call = send_awaited(*parts_, *entry->job, std::move(turn.request), turn.limit,
                           [self = shared_from_this(), entry, request](Awaited awaited) {
                             self->answered(entry, request, std::move(awaited));
                           });
  const std::scoped_lock lock(mutex_);
  if (call == nullptr || entry->state != State::kAwaiting || entry->request != request) return;
  entry->call = std::move(call);
  if (entry->job->cancelled()) entry->call->cancel();
}

void Scheduler::answered(const EntryPtr& entry, std::uint64_t request, Awaited awaited) {
  const Lock lock(*this);
  if (entry->state != State::kAwaiting || entry->request != request) return;
  entry->call.reset();
  entry->answer = std::move(awaited);
  make_ready(entry);
}

void Scheduler::clock_turned() {
  const std::scoped_lock lock(mutex_);
  timers_changed_.notify_one();
}

}  // namespace portside::scan
