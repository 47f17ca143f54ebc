// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>
#include <dlfcn.h>

#include <chrono>
#include <variant>

#include "loader/judge.hpp"
#include "loader/plugin_loader.hpp"
#include "plugin_copies.hpp"
#include "portside/api/plugin.hpp"

namespace portside::bench {
namespace {

using Seconds = std::chrono::duration<double>;

// Libraries stay in the process, so that each load needs a file that was not loaded before.
constexpr int kLoads = 200;

template <typename Act>
double seconds_of(Act&& act) {
  const auto begin = std::chrono::steady_clock::now();
  act();
  return Seconds(std::chrono::steady_clock::now() - begin).count();
}

void bare_load(const std::string& file) {
  void* handle = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  benchmark::DoNotOptimize(::dlsym(handle, abi::kDescriptorSymbol));
}

/// The dynamic loader gets slower with every library in the process. Bare and judged loads take
/// turns, so that it is as slow for the one as for the other.
void load_judged_plugin(benchmark::State& state) {
  const PluginCopies bare(kLoads);
  const PluginCopies copies(kLoads);
  const loader::HostAbi host = loader::HostAbi::of_this_build();
  loader::PathTrust trust({});
  std::vector<loader::JudgedFile> judged;
  for (const std::string& file : copies.files()) {
    judged.push_back(loader::judge_file(file, -1, host, trust));
  }
  std::size_t next = 0;
  double bare_seconds = 0;
  double seconds = 0;
  for (auto _ : state) {
    const double spent = seconds_of([&] {
      if (std::holds_alternative<loader::Refusal>(loader::load_plugin(judged[next]))) {
        state.SkipWithError("a plugin was refused");
      }
    });
    bare_seconds += seconds_of([&] { bare_load(bare.files()[next]); });
    state.SetIterationTime(spent);
    seconds += spent;
    ++next;
  }
  state.counters["bare_us"] = bare_seconds * 1e6 / kLoads;
  state.counters["ratio"] = seconds / bare_seconds;
}
BENCHMARK(load_judged_plugin)->Iterations(kLoads)->UseManualTime()->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace portside::bench
