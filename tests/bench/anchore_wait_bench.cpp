// SPDX-License-Identifier: Apache-2.0
// 500 images analysed at once by a scripted Anchore, in steps and on a thread each: each side in a
// process of its own (anchore_scans.cpp), so that neither finds the other's heap. Once in hosts as
// they are by default, which give up calls that are overdue, and once in hosts that wait for them.
#include <benchmark/benchmark.h>

#include <string>
#include <utility>
#include <vector>

#include "numbers_of.hpp"

namespace portside::bench {
namespace {

/// What a scan costs.
struct Cost {
  double us = 0;
  double kib = 0;
  double threads = 0;
};

Cost cost_of(const std::string& side, const std::string& overdue) {
  const std::vector<double> told =
      numbers_of(PORTSIDE_BENCH_ANCHORE_SCANS " " + side + " " + overdue, 3);
  return {told[0], told[1], told[2]};
}

void wait_for_500(benchmark::State& state, const std::string& overdue) {
  for (auto _ : state) {
    const Cost steps = cost_of("steps", overdue);
    const Cost threads = cost_of("threads", overdue);
    state.SetIterationTime(steps.us / 1e6);
    state.counters["us"] = steps.us;
    state.counters["thread_us"] = threads.us;
    state.counters["to_thread"] = steps.us / threads.us;
    state.counters["kib"] = steps.kib;
    state.counters["thread_kib"] = threads.kib;
    state.counters["kib_to_thread"] = steps.kib / threads.kib;
    state.counters["threads"] = steps.threads;
    state.counters["thread_threads"] = threads.threads;
  }
}
const bool kAdded = [] {
  for (const auto& [name, overdue] : {std::pair{"wait_for_500_analyses", "abandon"},
                                      {"wait_for_500_analyses_not_given_up", "wait"}}) {
    benchmark::RegisterBenchmark(name, wait_for_500, overdue)
        ->Iterations(1)
        ->UseManualTime()
        ->Unit(benchmark::kMicrosecond);
  }
  return true;
}();

}  // namespace
}  // namespace portside::bench
