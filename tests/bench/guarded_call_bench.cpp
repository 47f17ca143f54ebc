// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include <memory>

#include "portside/host/call.hpp"
#include "portside/host/plugin_registry.hpp"
#include "portside/sdk/scanner_base.hpp"

namespace portside::bench {
namespace {

/// Does nothing, so that a call costs what calling costs.
class IdleScanner final : public sdk::ScannerBase {
 public:
  ScannerInfo describe() const override { return {}; }
  ScanStep scan_image(const ScanRequest&, RegistryAccess&, ReportSink&,
                      const CallContext&) override {
    return {};
  }
};

void call_repeatedly(benchmark::State& state, ScannerAdapter& scanner) {
  const Call call({.deadline = 3'600'000});
  const ScanRequest request;
  for (auto _ : state) scanner.notify_image_deleted(request, call.context());
}

void reference_virtual_call(benchmark::State& state) {
  std::unique_ptr<ScannerAdapter> scanner = std::make_unique<IdleScanner>();
  benchmark::DoNotOptimize(scanner);
  call_repeatedly(state, *scanner);
}
BENCHMARK(reference_virtual_call);

void through_registry(benchmark::State& state, OverdueCalls overdue_calls) {
  PluginRegistry registry({}, {.overdue_calls = overdue_calls});
  registry.add_scanner("idle", [] { return std::make_unique<IdleScanner>(); });
  const auto scanner = registry.scanner("idle");
  scanner->describe();
  call_repeatedly(state, *scanner);
}

void guarded_call(benchmark::State& state) {
  through_registry(state, OverdueCalls::kWait);
}
BENCHMARK(guarded_call);

void call_on_a_thread_of_the_host(benchmark::State& state) {
  through_registry(state, OverdueCalls::kAbandon);
}
BENCHMARK(call_on_a_thread_of_the_host)->UseRealTime();

}  // namespace
}  // namespace portside::bench
