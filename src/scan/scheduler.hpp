// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "scan/idle_workers.hpp"
#include "scan/job.hpp"
#include "scan/scan_parts.hpp"
#include "scan/scan_run.hpp"

namespace portside::http {
class AsyncCall;
}

namespace portside::scan {

/// Gives scans their turns: as many at once as the limits allow, on a few threads; one thread more
/// looks after the pauses. [any]
class Scheduler : public std::enable_shared_from_this<Scheduler> {
 public:
  explicit Scheduler(std::shared_ptr<ScanParts> parts) : parts_(std::move(parts)) {}
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  /// Starts the threads. Throws kOverloaded when the system gives none. After a throw close() is
  /// called all the same.
  void start();

  /// Throws kShuttingDown after close().
  std::shared_ptr<Job> add(ScanOrder order);

  /// Cancels the scans of one image by one adapter, and returns them; they end soon.
  std::vector<std::shared_ptr<Job>> cancel_all(const std::string& adapter_id,
                                               const std::string& digest);

  /// Looks at the clock again.
  void clock_turned();

  /// Cancels all scans, waits for their ends, and ends the threads. Once.
  void close();

 private:
  enum class State : std::uint8_t { kWaiting, kReady, kRunning, kParked, kAwaiting };

  struct Entry;
  /// A turn whose request is to be sent after a pause.
  struct Unsent {
    Turn turn;
    /// Its client holds the thread that sends.
    bool holds_thread;
  };
  using EntryPtr = std::shared_ptr<Entry>;
  using Timers = std::multimap<Millis, EntryPtr>;

  struct Entry {
    std::shared_ptr<Job> job;
    /// Of the thread that runs it.
    std::unique_ptr<ScanRun> run;
    State state = State::kWaiting;
    /// Its place while it is parked.
    Timers::iterator timer = {};
    /// Counts the requests that it awaited.
    std::uint64_t request = 0;
    std::shared_ptr<http::AsyncCall> call = {};
    std::optional<Awaited> answer = std::nullopt;
    std::unique_ptr<Unsent> unsent = {};
  };

  /// The scans of one adapter.
  struct Queue {
    std::deque<EntryPtr> waiting;
    std::size_t under_way = 0;
  };

  /// The mutex, held. A worker is told of what was made ready when it is free again: who is told
  /// before wakes up to wait for it.
  class Lock {
   public:
    explicit Lock(Scheduler& scheduler) : scheduler_(scheduler), lock_(scheduler.mutex_) {}
    ~Lock();
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;

   private:
    Scheduler& scheduler_;
    std::unique_lock<std::mutex> lock_;
  };

  void work();
  void keep_time();
  bool go_on(EntryPtr entry);
  bool send_unsent(const EntryPtr& entry);
  void send_or_make_ready(EntryPtr entry);
  bool may_be_sent(const Entry& entry, const Unsent& unsent) const;
  bool take_turn(EntryPtr entry);
  void turned(const EntryPtr& entry, Turn turn);
  void replace(std::thread::id lost);
  void end_stand_in();
  void park(const EntryPtr& entry, Turn turn);
  void await(const EntryPtr& entry, Turn turn);
  void answered(const EntryPtr& entry, std::uint64_t request, Awaited awaited);
  void finish(const EntryPtr& entry, Turn turn);
  void cancelled(const EntryPtr& entry);
  void end_unbegun(const EntryPtr& entry);

  // With the mutex held.
  void make_ready(const EntryPtr& entry);
  IdleWorkers::WorkerPtr tell_a_worker();
  std::vector<EntryPtr> wake_due();
  bool fill_up_workers() noexcept;
  void let_in();
  template <typename Which>
  std::vector<std::shared_ptr<Job>> mark_cancelled(const Which& which);
  std::size_t limit_of(const std::string& adapter_id) const;
  void forget(const EntryPtr& entry);

  const std::shared_ptr<ScanParts> parts_;

  std::mutex mutex_;
  std::condition_variable timers_changed_;
  std::condition_variable all_ended_;
  bool closing_ = false;
  bool stopping_ = false;
  std::map<Job*, EntryPtr> entries_;
  std::map<std::string, Queue> queues_;
  /// The adapter that was let in last.
  std::string last_in_;
  std::size_t under_way_ = 0;
  std::deque<EntryPtr> ready_;
  /// Those who wait for something to be ready.
  IdleWorkers idle_;
  Timers timers_;
  /// Threads that end the turns of lost workers.
  std::size_t stand_ins_ = 0;
  std::thread timekeeper_;
  std::vector<std::thread> workers_;
};

}  // namespace portside::scan
