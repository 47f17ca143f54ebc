// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "portside/api/call_context.hpp"
#include "portside/api/millis.hpp"
#include "runtime/call_account.hpp"
#include "runtime/call_fence.hpp"
#include "runtime/call_threads.hpp"

namespace portside::runtime {

/// Runs calls on threads of their own while their callers wait, and gives a call up that does not
/// end within the grace period after its deadline or cancellation: the caller gets
/// kDeadlineExceeded (or kCancelled), the call's arguments stay with its thread, what it still does
/// is dropped by the fence. An account with `max_abandoned` such calls gets no new ones but
/// kOverloaded. All methods are [any].
class Offload : public std::enable_shared_from_this<Offload> {
 public:
  using Job = std::function<void(CallFence&)>;
  /// What came of a job: its error, or none.
  using OnEnd = std::function<void(const std::optional<AdapterError>&)>;

  Offload(std::size_t max_abandoned, Millis grace);

  /// Runs `body`, which owns what it uses apart from what it reaches through the fence. Returns
  /// what it returns, throws what it throws (an AdapterError). `method` names the call in messages.
  template <typename Body>
  auto run(const std::shared_ptr<CallAccount>& account, std::string_view method,
           const CallContext& caller, Body body) {
    using Result = decltype(body(std::declval<CallFence&>()));
    if constexpr (std::is_void_v<Result>) {
      run_job(account, method, caller, std::move(body));
    } else {
      const auto result = std::make_shared<std::optional<Result>>();
      run_job(account, method, caller, [result, body = std::move(body)](CallFence& fence) mutable {
        result->emplace(body(fence));
      });
      return std::move(**result);
    }
  }

  /// Runs `job` on this thread, which is left to it when it has to be given up: saves the hand-over
  /// to another thread and back. `on_end`, which must not throw, is called once: by this thread
  /// after the job, and true is returned; or by another one, with the error of a call that was
  /// given up. Then false is returned when the job ends after all, and the thread may touch nothing
  /// that is not its own. Throws kOverloaded, before the job, when the system gives no thread that
  /// looks after it.
  bool run_here(const std::shared_ptr<CallAccount>& account, std::string_view method,
                std::shared_ptr<const CallContext> caller, Job job, OnEnd on_end);

  /// Runs `job`, which must not throw, and does not wait for it.
  void start(std::function<void()> job) { threads_.run(std::move(job)); }

  /// Cancels the calls of one account that are under way.
  void cancel(const CallAccount& account) noexcept;

  /// See CallThreads::stop().
  bool stop(Millis duration);

 private:
  class Flight;
  class Entry;
  using Flights = std::vector<std::shared_ptr<Flight>>;

  void run_job(const std::shared_ptr<CallAccount>& account, std::string_view method,
               const CallContext& caller, Job job);
  std::optional<AdapterError> why_not(const CallAccount& account, std::string_view method,
                                      const CallContext& caller) const;
  void watch_flights();
  void watch() noexcept;
  bool look_at_flights(Flights& given_up);
  void tell_of(const std::shared_ptr<Flight>& given_up);

  const std::size_t max_abandoned_;
  const Millis grace_;
  CallThreads threads_;
  std::mutex mutex_;
  /// Told when a thread that looks after calls is not to wait any longer.
  std::condition_variable stopping_;
  std::set<std::shared_ptr<Flight>> under_way_;
  /// A thread looks after those that run on their callers' threads.
  bool is_watching_ = false;
};

}  // namespace portside::runtime
