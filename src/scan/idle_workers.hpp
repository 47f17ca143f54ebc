// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace portside::scan {

/// Threads that have nothing to do. One at a time is told that there is work, and tells the next
/// when more is left: mostly those who work already are done with a step before another thread has
/// woken up. The last that fell idle comes first, whose memory is still warm.
///
/// For use with one mutex, which is held; who is told is woken up when it is free again.
class IdleWorkers {
 public:
  struct Worker {
    std::condition_variable wake;
    bool is_told = false;
  };
  using WorkerPtr = std::shared_ptr<Worker>;

  /// Until it is told.
  void wait(const WorkerPtr& worker, std::unique_lock<std::mutex>& lock) {
    worker->is_told = false;
    idle_.push_back(worker);
    worker->wake.wait(lock, [&] { return worker->is_told; });
    is_one_waking_ = false;
  }

  /// The one that is told now; null when all work, or one is about to look anyway.
  WorkerPtr next() {
    if (idle_.empty() || is_one_waking_) return nullptr;
    is_one_waking_ = true;
    WorkerPtr worker = std::move(idle_.back());
    idle_.pop_back();
    worker->is_told = true;
    return worker;
  }

  /// With the mutex free.
  static void wake(WorkerPtr told) {
    if (told) told->wake.notify_one();
  }

  void tell_all() {
    for (const WorkerPtr& worker : std::exchange(idle_, {})) {
      worker->is_told = true;
      worker->wake.notify_one();
    }
  }

 private:
  std::vector<WorkerPtr> idle_;
  bool is_one_waking_ = false;
};

}  // namespace portside::scan
