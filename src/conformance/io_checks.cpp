// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <functional>
#include <string>
#include <thread>

#include "conformance/attempt.hpp"
#include "conformance/bench.hpp"
#include "conformance/checks.hpp"
#include "conformance/process_view.hpp"
#include "conformance/syscall_watch.hpp"

namespace portside::conformance {
namespace {

constexpr std::chrono::milliseconds kBackground{200};
constexpr std::chrono::milliseconds kPoll{5};

/// A thread that the plugin started may do I/O in its place.
void wait_for_background() {
  const auto limit = std::chrono::steady_clock::now() + kBackground;
  while (!watched_call() && std::chrono::steady_clock::now() < limit) {
    std::this_thread::sleep_for(kPoll);
  }
}

/// What `act` did to the outside, in words; "" = nothing.
struct Observation {
  std::string seen;
  bool watched = false;
};

Observation observe(CheckHost& host, bool own_process, const std::function<void()>& act) {
  const int requests = host.requests();
  const int children = host.children();
  const int folders = host.folders();
  const std::size_t writes = host.key_values().writes();
  Observation observation;
  observation.watched = own_process && watch_system_calls();
  act();
  if (observation.watched) wait_for_background();
  if (host.requests() > requests) observation.seen = "sent an HTTP request";
  if (host.children() > children) observation.seen = "ran a program";
  if (host.folders() > folders) observation.seen = "made a temporary folder";
  if (host.key_values().writes() > writes) observation.seen = "wrote to the state";
  if (const auto call = watched_call(); observation.seen.empty() && call) {
    observation.seen = "called " + quoted(*call);
  }
  return observation;
}

CheckResult judge(const Observation& observation, bool own_process, const std::string& where,
                  const std::string& remedy) {
  if (!observation.seen.empty()) {
    return failed(where + " " + observation.seen,
                  "no I/O: no files, no network, no programs, no state", remedy);
  }
  if (own_process && !observation.watched) {
    return skipped(
        "this system cannot watch system calls (see seccomp(2)); the host's services "
        "were not used",
        "run the check on x86-64 or aarch64, where seccomp filters are allowed");
  }
  return passed();
}

}  // namespace

CheckResult check_configure_does_no_io(const CheckSubject& subject) {
  CheckHost host(subject.quirks, "portside-check");
  host.make_no_folders();  // they could not be removed under watch
  Object object;
  if (subject.on_stage) subject.on_stage("the constructor and configure()");
  Attempt made;
  Attempt configured;
  const Observation observation = observe(host, subject.own_process, [&] {
    made = attempt([&] { object = Object::make(subject); });
    if (!made.returned()) return;
    configured = attempt([&] { object.configure(subject.quirks.config, host); });
  });
  if (!made.returned()) return skipped("no object is made", "see create-empty-config");
  CheckResult result =
      judge(observation, subject.own_process, "the constructor or configure()",
            "leave it to the first call that needs it, and to status() to say what is wrong");
  if (configured.returned() || result.status != CheckStatus::kPassed) return result;
  return skipped("configure() refused its document before it could do anything",
                 "give a valid one (--config, or Quirks::config)");
}

CheckResult check_describe_does_no_io(const CheckSubject& subject) {
  Bench bench(subject);
  bench.host().make_no_folders();  // they could not be removed under watch
  if (const Obstacle obstacle = bench.make_object()) return *obstacle;
  bench.stage("describe()");
  Attempt described;
  const Observation observation = observe(bench.host(), subject.own_process, [&] {
    described = attempt([&] { bench.object().describe(); });
  });
  const CheckResult result =
      judge(observation, subject.own_process, "describe()",
            "answer from what is known; what only the server knows belongs into status()");
  if (described.returned() || result.status == CheckStatus::kFailed) return result;
  return failed(
      "describe() threw " + (described.error ? quoted(*described.error) : described.foreign),
      "an answer from what is known", "let it ask nobody, and so have nothing to fail");
}

}  // namespace portside::conformance
