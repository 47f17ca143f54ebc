// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include <memory>
#include <string>

#include "portside/host/call.hpp"
#include "portside/host/plugin_registry.hpp"
#include "portside/sdk/scanner_base.hpp"

namespace portside::bench {
namespace {

constexpr int kAdapters = 100;

/// Counts how many objects are configured.
class CountedScanner final : public sdk::ScannerBase {
 public:
  explicit CountedScanner(int& configured) : configured_(configured) {}
  void configure(const Json&, HostServices&) override { ++configured_; }
  ScannerInfo describe() const override { return {}; }
  ScanStep scan_image(const ScanRequest&, RegistryAccess&, ReportSink&,
                      const CallContext&) override {
    return {};
  }

 private:
  int& configured_;
};

Config config(int version) {
  Config config;
  for (int i = 0; i < kAdapters; ++i) {
    config.adapters["counted@" + std::to_string(i)] = {R"({"version":)" +
                                                       std::to_string(i == 0 ? version : 0) + "}"};
  }
  return config;
}

/// All adapters are in use; one of them changes.
void reload_100_adapters(benchmark::State& state) {
  int configured = 0;
  PluginRegistry plugins(config(0), {.overdue_calls = OverdueCalls::kWait});
  plugins.add_scanner("counted", [&] { return std::make_unique<CountedScanner>(configured); });
  for (int i = 0; i < kAdapters; ++i) plugins.scanner("counted@" + std::to_string(i))->describe();
  configured = 0;
  int version = 0;
  for (auto _ : state) {
    state.PauseTiming();
    Config next = config(++version);
    state.ResumeTiming();
    plugins.apply(std::move(next));
  }
  state.counters["touched"] = static_cast<double>(configured) / version;
}
BENCHMARK(reload_100_adapters)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace portside::bench
