// SPDX-License-Identifier: Apache-2.0
#include <barrier>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "conformance/attempt.hpp"
#include "conformance/bench.hpp"
#include "conformance/checks.hpp"

namespace portside::conformance {
namespace {

constexpr int kThreads = 4;
constexpr int kRounds = 4;

/// What can be compared between two runs: how each operation ended, and how many rows it gave.
std::string signature(const std::vector<Outcome>& outcomes) {
  std::string text;
  for (const Outcome& outcome : outcomes) {
    const auto& [error, foreign] = outcome.attempt;
    const std::string end = error ? quoted(*error) : foreign.empty() ? "returned" : foreign;
    text += outcome.operation + "() " + end;
    if (!outcome.steps.empty()) text += " with " + std::to_string(outcome.rows) + " rows";
    text += ", ";
  }
  return text;
}

/// Runs of all operations at the same time; the first that differs from `expected` is kept.
class Crowd {
 public:
  Crowd(Bench& bench, std::string expected)
      : bench_(bench), expected_(std::move(expected)), start_(kThreads) {}

  std::string run() {
    // One after the other: they are filled by a function of the plugin's author.
    std::vector<std::unique_ptr<testing::MemoryRegistryAccess>> registries;
    for (int i = 0; i < kThreads; ++i) registries.push_back(bench_.another_registry());
    std::vector<std::jthread> threads;
    for (const auto& registry : registries) {
      threads.emplace_back([this, &registry] { take_part(*registry); });
    }
    threads.clear();
    return different_;
  }

 private:
  void take_part(testing::MemoryRegistryAccess& registry) {
    for (int round = 0; round < kRounds; ++round) {
      const testing::TestCallContext context(Millis{3'600'000});
      start_.arrive_and_wait();
      const std::string seen = signature(bench_.run(registry, context));
      const std::lock_guard lock(mutex_);
      if (seen != expected_ && different_.empty()) different_ = seen;
    }
  }

  Bench& bench_;
  const std::string expected_;
  std::barrier<> start_;
  std::mutex mutex_;
  std::string different_;
};

}  // namespace

CheckResult check_concurrent_calls(const CheckSubject& subject) {
  if (!subject.concurrent) {
    return skipped("the plugin declares itself serialized()",
                   "leave that out once its calls may overlap");
  }
  if (subject.on_stage) subject.on_stage("operations, one after the other");
  CheckSubject quiet = subject;
  quiet.on_stage = {};  // stages of several threads say nothing
  Bench bench(quiet);
  if (const Obstacle obstacle = bench.prepare()) return *obstacle;
  bench.run();
  // Of a plugin that remembers images the second run is like all that follow.
  const std::string alone = signature(bench.run());
  if (subject.on_stage) subject.on_stage("operations at the same time");
  const std::string together = Crowd(bench, alone).run();
  if (together.empty() || alone != signature(bench.run())) return passed();
  return failed("operations that overlap end differently (" + quoted(together) +
                    ") from those that do not (" + quoted(alone) + ")",
                "the same results: calls of one object may overlap",
                "protect what they share, or declare the plugin serialized()");
}

}  // namespace portside::conformance
