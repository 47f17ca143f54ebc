// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "conformance/attempt.hpp"
#include "conformance/bench.hpp"
#include "conformance/checks.hpp"
#include "conformance/ending_registry.hpp"
#include "conformance/stalled_registry.hpp"
#include "portside/host/call.hpp"

namespace portside::conformance {
namespace {

/// Longer than a host waits for a call that is over (HostOptions::abandon_grace), since the machine
/// that makes the check may be busy.
constexpr std::chrono::milliseconds kGrace{4'000};
constexpr std::chrono::milliseconds kBeforeCancel{100};
constexpr Millis kShortDeadline = 100;
constexpr Millis kLongDeadline = 60'000;
constexpr Millis kLongestPause = 10;

/// One object whose calls wait for something that never comes, or have all that they asked for when
/// the call ends. Owned by the thread that calls as well, which may never return.
struct EndedCalls {
  EndedCalls(const CheckSubject& subject, Millis deadline, std::function<void(EndedCalls&)> behind)
      : bench(subject),
        call({.deadline = deadline}),
        full(bench.registry(), [this, behind] { behind(*this); }) {}

  void run(RegistryAccess& registry) {
    outcomes = bench.run(registry, call.context(), kLongestPause);
    done.set_value();
  }

  Bench bench;
  Call call;
  StalledRegistry stalled;
  EndingRegistry full;
  std::vector<Outcome> outcomes;
  std::promise<void> done;
};

CheckResult overdue(const std::string& how) {
  return failed("the operations did not return within " + std::to_string(kGrace.count()) +
                    " ms after the call was " + how,
                "them to end soon after that",
                "pass the CallContext on to everything that waits, look at cancelled() in your own "
                "loops, and let kCancelled and kDeadlineExceeded pass");
}

bool tells_the_end(ErrorCode code) {
  return code == ErrorCode::kCancelled || code == ErrorCode::kDeadlineExceeded;
}

/// Whether an operation may have met the end of the call.
bool can_have_waited(const Outcome& outcome, EndedCalls& calls) {
  return outcome.operation != "accept_notification" &&
         (calls.stalled.was_used() || calls.bench.host().requests() > 0);
}

CheckResult judge(EndedCalls& calls, const std::string& how) {
  for (const Outcome& outcome : calls.outcomes) {
    const auto& error = outcome.attempt.error;
    if (!error || error->code == ErrorCode::kUnsupported || tells_the_end(error->code)) continue;
    if (!can_have_waited(outcome, calls)) continue;
    return failed(outcome.operation + "(), when the call was " + how + ", threw " + quoted(*error),
                  "kCancelled, or kDeadlineExceeded when no time is left",
                  "let what the host's services throw pass");
  }
  return passed();
}

/// The host's services answer nothing, and then the call ends.
CheckResult check_waiting(const CheckSubject& subject, Millis deadline, bool cancel,
                          const std::string& how) {
  const auto calls = std::make_shared<EndedCalls>(subject, deadline, [](EndedCalls&) {});
  if (const Obstacle obstacle = calls->bench.prepare()) return *obstacle;
  calls->bench.host().set_backend(stalled_backend());
  calls->bench.host().stall_children();
  std::future<void> done = calls->done.get_future();
  std::thread caller([calls] { calls->run(calls->stalled); });
  const auto before = cancel ? kBeforeCancel : std::chrono::milliseconds(deadline);
  const bool early = done.wait_for(before) == std::future_status::ready;
  if (cancel) calls->call.cancel();
  if (!early && done.wait_for(kGrace) != std::future_status::ready) {
    caller.detach();
    return overdue(how);
  }
  caller.join();
  return judge(*calls, how);
}

/// The call ends behind each thing that the registry gives.
CheckResult check_working(const CheckSubject& subject, Millis deadline,
                          std::function<void(EndedCalls&)> end, const std::string& how) {
  const auto calls = std::make_shared<EndedCalls>(subject, deadline, std::move(end));
  if (const Obstacle obstacle = calls->bench.prepare()) return *obstacle;
  std::future<void> done = calls->done.get_future();
  std::thread caller([calls] { calls->run(calls->full); });
  if (done.wait_for(std::chrono::milliseconds(kShortDeadline) + kGrace) !=
      std::future_status::ready) {
    caller.detach();
    return overdue(how);
  }
  caller.join();
  return passed();
}

}  // namespace

CheckResult check_cancel_honoured(const CheckSubject& subject) {
  const CheckResult result = check_waiting(subject, kLongDeadline, /*cancel=*/true, "cancelled");
  if (result.status != CheckStatus::kPassed) return result;
  return check_working(
      subject, kLongDeadline, [](EndedCalls& calls) { calls.call.cancel(); },
      "cancelled when the plugin had what it asked for");
}

CheckResult check_deadline_honoured(const CheckSubject& subject) {
  const CheckResult result = check_waiting(subject, kShortDeadline, /*cancel=*/false, "overdue");
  if (result.status != CheckStatus::kPassed) return result;
  const auto wait = [](EndedCalls& calls) { calls.call.context().wait(kShortDeadline); };
  return check_working(subject, kShortDeadline, wait,
                       "overdue when the plugin had what it asked for");
}

}  // namespace portside::conformance
