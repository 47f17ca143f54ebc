// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <functional>
#include <string>
#include <thread>

#include "conformance/bench.hpp"
#include "conformance/checks.hpp"
#include "conformance/process_view.hpp"

namespace portside::conformance {
namespace {

constexpr int kLifeRounds = 100;
constexpr int kLeakRounds = 10;

/// A joined thread stays in /proc for a moment.
constexpr std::chrono::milliseconds kThreadEnd{1'000};
constexpr std::chrono::milliseconds kThreadPoll{5};

CheckResult no_proc() {
  return skipped("there is no /proc to count in", "run this on a system that has it");
}

/// One object's whole life.
Obstacle live(const CheckSubject& subject) {
  Bench bench(subject);
  if (Obstacle obstacle = bench.prepare()) return obstacle;
  bench.run();
  return std::nullopt;
}

bool comes_down_to(std::size_t wanted) {
  const auto limit = std::chrono::steady_clock::now() + kThreadEnd;
  while (count_threads().value_or(0) > wanted) {
    if (std::chrono::steady_clock::now() > limit) return false;
    std::this_thread::sleep_for(kThreadPoll);
  }
  return true;
}

}  // namespace

CheckResult check_create_destroy_100(const CheckSubject& subject) {
  for (int round = 1; round <= kLifeRounds; ++round) {
    Bench bench(subject);
    const Obstacle obstacle = bench.make_object();
    if (!obstacle) continue;
    if (round == 1) return *obstacle;
    return failed("object " + std::to_string(round) + " of " + std::to_string(kLifeRounds) +
                      " could not be made as those before it: " + obstacle->sentence,
                  "any number of objects, one after the other, as each reload makes one",
                  "let the destructor give back what the constructor and configure() took");
  }
  return passed();
}

CheckResult check_two_instances(const CheckSubject& subject) {
  Bench first(subject, "portside-check@1");
  if (const Obstacle obstacle = first.prepare()) return *obstacle;
  Bench second(subject, "portside-check@2");
  if (const Obstacle obstacle = second.prepare()) {
    return failed("while one object lives, a second cannot be made: " + obstacle->sentence,
                  "several objects beside each other, one for each adapter id",
                  "keep what belongs to an object in the object");
  }
  const std::string described = first.object().describe();
  if (described != second.object().describe()) {
    return failed("two objects of the same configuration describe themselves differently",
                  "describe() to follow from plugin and configuration alone",
                  "keep what belongs to an object in the object");
  }
  const int before = second.host().uses();
  first.run();
  if (second.host().uses() == before) return passed();
  return failed("operations of the first object used the HostServices of the second",
                "each object to use what its own configure() was given",
                "keep the reference in the object, not in a static variable");
}

CheckResult check_destroy_joins_threads(const CheckSubject& subject) {
  const auto before = count_threads();
  if (!before) return no_proc();
  if (const Obstacle obstacle = live(subject)) return *obstacle;
  if (comes_down_to(*before)) return passed();
  return failed("after the destructor " + std::to_string(*count_threads() - *before) +
                    " thread(s) of the plugin are still running",
                "none", "tell them to end and join them in the destructor; detach none");
}

CheckResult check_fd_leak(const CheckSubject& subject) {
  // The first life may open what a process opens once.
  if (const Obstacle obstacle = live(subject)) return *obstacle;
  const auto before = count_descriptors();
  if (!before) return no_proc();
  for (int round = 0; round < kLeakRounds; ++round) live(subject);
  const std::size_t after = *count_descriptors();
  if (after <= *before) return passed();
  return failed(std::to_string(kLeakRounds) + " objects and their calls left " +
                    std::to_string(after - *before) + " file descriptor(s) open",
                "none", "close what an operation opens when it ends, also when it throws");
}

}  // namespace portside::conformance
