// SPDX-License-Identifier: Apache-2.0
// 500 images analysed at once by a scripted Anchore, in steps and on a thread each: each side in a
// process of its own (anchore_scans.cpp), so that neither finds the other's heap.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>

namespace portside::bench {
namespace {

/// What a scan costs.
struct Cost {
  double us = 0;
  double kib = 0;
  double threads = 0;
};

Cost cost_of(const std::string& side) {
  struct Close {
    void operator()(std::FILE* pipe) const noexcept { ::pclose(pipe); }
  };
  const std::string command = PORTSIDE_BENCH_ANCHORE_SCANS " " + side;
  const std::unique_ptr<std::FILE, Close> pipe(::popen(command.c_str(), "r"));
  Cost cost;
  if (!pipe || std::fscanf(pipe.get(), "%lf %lf %lf", &cost.us, &cost.kib, &cost.threads) != 3) {
    throw std::runtime_error(command + " told nothing");
  }
  return cost;
}

void wait_for_500_analyses(benchmark::State& state) {
  for (auto _ : state) {
    const Cost steps = cost_of("steps");
    const Cost threads = cost_of("threads");
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
BENCHMARK(wait_for_500_analyses)->Iterations(1)->UseManualTime()->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace portside::bench
