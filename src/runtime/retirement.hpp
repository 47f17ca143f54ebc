// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <vector>

#include "log/logger.hpp"
#include "portside/api/millis.hpp"
#include "runtime/call_threads.hpp"
#include "runtime/instance.hpp"
#include "runtime/offload.hpp"

namespace portside::runtime {

/// Takes instances that get no new calls: waits for the calls that are in them, cancels those that
/// take too long, and destroys their objects. What still does not end is kept, so that no call
/// loses the object that it is in. [any]
class Retirement {
 public:
  /// Without `offload` calls cannot be cancelled, and objects are destroyed on the thread that
  /// waited for them.
  Retirement(std::shared_ptr<Offload> offload, Millis grace, log::Logger logger);
  Retirement(const Retirement&) = delete;
  Retirement& operator=(const Retirement&) = delete;

  /// Waits for calls in the background, and cancels them after `deadline` milliseconds. An object
  /// that no call is in is destroyed before this returns, unless its destructor takes too long.
  void retire(std::shared_ptr<Instance> instance, Millis deadline);

  /// Does it now, with these and with all that were taken before. Returns true when nothing is left
  /// behind. Once at a time.
  bool finish(std::vector<std::shared_ptr<Instance>> instances, Millis deadline);

 private:
  using Clock = std::chrono::steady_clock;

  void sweep();
  void watch(const std::shared_ptr<Instance>& instance, Clock::time_point end);
  void cancel_calls(Instance& instance) noexcept;
  bool drain(Instance& instance, Millis duration);
  void drain_all(std::vector<std::shared_ptr<Instance>>& instances, Clock::time_point end);
  void destroy(Instance& instance, std::shared_ptr<void> object);
  void forget(const std::shared_ptr<Instance>& instance);
  std::vector<std::shared_ptr<Instance>> take_all();

  const std::shared_ptr<Offload> offload_;
  const Millis grace_;
  const log::Logger logger_;
  std::atomic<bool> finishing_{false};

  std::mutex mutex_;
  std::vector<std::shared_ptr<Instance>> instances_;
  /// Objects whose destructor did not come back.
  std::vector<std::shared_ptr<void>> undestroyed_;

  /// Last, because its threads use what stands above.
  CallThreads threads_;
};

}  // namespace portside::runtime
