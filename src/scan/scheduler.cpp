// SPDX-License-Identifier: Apache-2.0
//
// Who has a turn when; what scans wait for between two turns is in scheduler_waits.cpp.
#include "scan/scheduler.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include "http/async_call.hpp"
#include "portside/api/error.hpp"

namespace portside::scan {
namespace {

AdapterError no_threads() {
  return AdapterError(ErrorCode::kOverloaded,
                      "the system gives no threads for scans; check the limit of processes (ulimit "
                      "-u)");
}

}  // namespace

Scheduler::Lock::~Lock() {
  auto told = scheduler_.tell_a_worker();
  lock_.unlock();
  IdleWorkers::wake(std::move(told));
}

void Scheduler::start() {
  try {
    timekeeper_ = std::thread([this] { keep_time(); });
  } catch (const std::system_error&) {
    throw no_threads();
  }
  const std::scoped_lock lock(mutex_);
  if (!fill_up_workers() && workers_.empty()) throw no_threads();
}

/// False when the system gives fewer than are wanted.
bool Scheduler::fill_up_workers() noexcept {
  try {
    while (workers_.size() < parts_->options.threads) {
      workers_.emplace_back([this] { work(); });
    }
  } catch (const std::exception&) {
    return false;
  }
  return true;
}

std::shared_ptr<Job> Scheduler::add(ScanOrder order) {
  auto entry = std::make_shared<Entry>();
  entry->job = std::make_shared<Job>(std::move(order), parts_->options.on_progress);
  entry->job->set_on_cancel([weak = weak_from_this(), of = std::weak_ptr<Entry>(entry)] {
    const auto self = weak.lock();
    const auto locked = of.lock();
    if (self && locked) self->cancelled(locked);
  });
  entry->run = std::make_unique<ScanRun>(*parts_, *entry->job);
  const Lock lock(*this);
  if (closing_) {
    throw AdapterError(ErrorCode::kShuttingDown, "the scan service is closing and takes no scans");
  }
  entries_.emplace(entry->job.get(), entry);
  queues_[entry->job->order().adapter_id].waiting.push_back(entry);
  let_in();
  return entry->job;
}

std::size_t Scheduler::limit_of(const std::string& adapter_id) const {
  const auto own = parts_->options.max_scans_of.find(adapter_id);
  return own == parts_->options.max_scans_of.end() ? parts_->options.max_scans_per_adapter
                                                   : own->second;
}

/// Adapters take turns, so that none waits behind the many scans of another.
void Scheduler::let_in() {
  std::size_t passed_over = 0;
  auto next = queues_.upper_bound(last_in_);
  while (under_way_ < parts_->options.max_scans && passed_over < queues_.size()) {
    if (next == queues_.end()) next = queues_.begin();
    auto& [adapter_id, queue] = *next;
    ++next;
    if (queue.waiting.empty() || queue.under_way >= limit_of(adapter_id)) {
      ++passed_over;
      continue;
    }
    passed_over = 0;
    last_in_ = adapter_id;
    ++queue.under_way;
    ++under_way_;
    make_ready(queue.waiting.front());
    queue.waiting.pop_front();
  }
}

void Scheduler::make_ready(const EntryPtr& entry) {
  entry->state = State::kReady;
  ready_.push_back(entry);
}

IdleWorkers::WorkerPtr Scheduler::tell_a_worker() {
  return ready_.empty() ? nullptr : idle_.next();
}

void Scheduler::work() {
  const auto self = std::make_shared<IdleWorkers::Worker>();
  std::unique_lock lock(mutex_);
  for (;;) {
    while (ready_.empty() && !stopping_) idle_.wait(self, lock);
    if (ready_.empty()) return;
    EntryPtr entry = std::move(ready_.front());
    ready_.pop_front();
    entry->state = State::kRunning;
    auto told = tell_a_worker();
    lock.unlock();
    IdleWorkers::wake(std::move(told));
    if (!go_on(std::move(entry))) return;
    lock.lock();
  }
}

/// False when this thread is no worker any more.
bool Scheduler::go_on(EntryPtr entry) {
  return send_unsent(entry) || take_turn(std::move(entry));
}

/// False when this thread was left to an adapter that did not come back in time: another one is in
/// its place then, the scheduler may be gone, and what is kept here is the worker's own.
bool Scheduler::take_turn(EntryPtr entry) {
  ScanRun& run = *entry->run;
  std::optional<Awaited> answer = std::exchange(entry->answer, std::nullopt);
  const auto whose = std::make_shared<EntryPtr>(std::move(entry));
  return run.turn(std::move(answer), [this, whose, worker = std::this_thread::get_id()](Turn turn) {
    const bool is_stand_in = std::this_thread::get_id() != worker;
    if (is_stand_in) replace(worker);
    turned(std::exchange(*whose, nullptr), std::move(turn));
    if (is_stand_in) end_stand_in();
  });
}

/// Before the end of the turn, so that close() waits for it.
void Scheduler::replace(std::thread::id lost) {
  const std::scoped_lock lock(mutex_);
  ++stand_ins_;
  const auto worker = std::ranges::find(workers_, lost, &std::thread::get_id);
  worker->detach();
  workers_.erase(worker);
  if (!fill_up_workers()) timers_changed_.notify_one();
}

/// The scheduler may be gone as soon as the mutex is free.
void Scheduler::end_stand_in() {
  const std::scoped_lock lock(mutex_);
  --stand_ins_;
  all_ended_.notify_all();
}

void Scheduler::turned(const EntryPtr& entry, Turn turn) {
  switch (turn.then) {
    case Turn::Then::kPause: return park(entry, std::move(turn));
    case Turn::Then::kAwait:
      return turn.resume_at > 0 ? park(entry, std::move(turn)) : await(entry, std::move(turn));
    case Turn::Then::kOver: return finish(entry, std::move(turn));
  }
}

void Scheduler::finish(const EntryPtr& entry, Turn turn) {
  if (turn.error) {
    entry->job->end(std::move(*turn.error));
  } else {
    entry->job->end(std::move(*turn.outcome));
  }
  entry->run.reset();  // takes back the scan's credentials
  const Lock lock(*this);
  --queues_[entry->job->order().adapter_id].under_way;
  --under_way_;
  forget(entry);
  let_in();
}

void Scheduler::forget(const EntryPtr& entry) {
  const auto queue = queues_.find(entry->job->order().adapter_id);
  const bool is_empty =
      queue != queues_.end() && queue->second.waiting.empty() && queue->second.under_way == 0;
  if (is_empty) queues_.erase(queue);
  entries_.erase(entry->job.get());
  if (entries_.empty()) all_ended_.notify_all();
}

/// Job::cancelled() holds: whoever runs the scan sees it, and whoever parks it looks.
void Scheduler::cancelled(const EntryPtr& entry) {
  {
    const Lock lock(*this);
    switch (entry->state) {
      case State::kParked: timers_.erase(entry->timer); return make_ready(entry);
      case State::kAwaiting:
        if (entry->call) entry->call->cancel();
        return;
      case State::kWaiting: break;
      default: return;
    }
    const auto queue = queues_.find(entry->job->order().adapter_id);
    if (queue == queues_.end() || std::erase(queue->second.waiting, entry) == 0) return;
  }
  end_unbegun(entry);
}

void Scheduler::end_unbegun(const EntryPtr& entry) {
  const ScanOrder& order = entry->job->order();
  entry->job->end(AdapterError(ErrorCode::kCancelled, "the scan of " + order.image.digest + " by " +
                                                          order.adapter_id +
                                                          " was cancelled before it began"));
  const std::scoped_lock lock(mutex_);
  forget(entry);
}

/// With the mutex held: the place of the first that ends is to go to none of the others.
template <typename Which>
std::vector<std::shared_ptr<Job>> Scheduler::mark_cancelled(const Which& which) {
  std::vector<std::shared_ptr<Job>> jobs;
  for (const auto& [job, entry] : entries_) {
    if (which(job->order())) jobs.push_back(entry->job);
  }
  for (const auto& job : jobs) job->mark_cancelled();
  return jobs;
}

std::vector<std::shared_ptr<Job>> Scheduler::cancel_all(const std::string& adapter_id,
                                                        const std::string& digest) {
  std::vector<std::shared_ptr<Job>> jobs;
  {
    const std::scoped_lock lock(mutex_);
    jobs = mark_cancelled([&](const ScanOrder& order) {
      return order.adapter_id == adapter_id && order.image.digest == digest;
    });
  }
  for (const auto& job : jobs) job->cancel();
  return jobs;
}

void Scheduler::close() {
  parts_->last_abandon = parts_->steady_now() + parts_->options.abandon_deadline;
  std::vector<std::shared_ptr<Job>> jobs;
  {
    const std::scoped_lock lock(mutex_);
    closing_ = true;
    jobs = mark_cancelled([](const ScanOrder&) { return true; });
  }
  for (const auto& job : jobs) job->cancel();
  {
    std::unique_lock lock(mutex_);
    all_ended_.wait(lock, [this] { return entries_.empty() && stand_ins_ == 0; });
    stopping_ = true;
    idle_.tell_all();
    timers_changed_.notify_all();
  }
  for (std::thread& worker : workers_) worker.join();
  if (timekeeper_.joinable()) timekeeper_.join();
}

}  // namespace portside::scan
