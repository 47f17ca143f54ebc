// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

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
class Offload {
 public:
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

  /// Runs `job`, which must not throw, and does not wait for it.
  void start(std::function<void()> job) { threads_.run(std::move(job)); }

  /// Cancels the calls of one account that are under way.
  void cancel(const CallAccount& account) noexcept;

  /// See CallThreads::stop().
  bool stop(Millis duration) { return threads_.stop(duration); }

 private:
  class Flight;
  class Entry;
  using Job = std::function<void(CallFence&)>;

  void run_job(const std::shared_ptr<CallAccount>& account, std::string_view method,
               const CallContext& caller, Job job);

  const std::size_t max_abandoned_;
  const Millis grace_;
  CallThreads threads_;
  std::mutex mutex_;
  std::map<CallFence*, const CallAccount*> under_way_;
};

}  // namespace portside::runtime
