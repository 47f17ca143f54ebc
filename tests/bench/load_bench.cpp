// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>
#include <dlfcn.h>

#include <variant>

#include "loader/judge.hpp"
#include "loader/plugin_loader.hpp"
#include "plugin_copies.hpp"
#include "portside/api/plugin.hpp"

namespace portside::bench {
namespace {

// Libraries stay in the process, so that each load needs a file that was not loaded before.
constexpr int kLoads = 200;

void reference_dlopen_dlsym(benchmark::State& state) {
  const PluginCopies copies(kLoads);
  auto next = copies.files().begin();
  for (auto _ : state) {
    void* handle = ::dlopen((next++)->c_str(), RTLD_NOW | RTLD_LOCAL);
    benchmark::DoNotOptimize(::dlsym(handle, abi::kDescriptorSymbol));
  }
}
BENCHMARK(reference_dlopen_dlsym)->Iterations(kLoads)->Unit(benchmark::kMicrosecond);

void load_judged_plugin(benchmark::State& state) {
  const PluginCopies copies(kLoads);
  const loader::HostAbi host = loader::HostAbi::of_this_build();
  loader::PathTrust trust({});
  std::vector<loader::JudgedFile> judged;
  for (const std::string& file : copies.files()) {
    judged.push_back(loader::judge_file(file, -1, host, trust));
  }
  auto next = judged.begin();
  for (auto _ : state) {
    if (std::holds_alternative<loader::Refusal>(loader::load_plugin(*next++))) {
      state.SkipWithError("a plugin was refused");
    }
  }
}
BENCHMARK(load_judged_plugin)->Iterations(kLoads)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace portside::bench
