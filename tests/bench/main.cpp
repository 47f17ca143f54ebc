// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include <iostream>

#include "promises.hpp"

namespace portside::bench {
namespace {

/// Prints as usual, and keeps the medians.
class MedianReporter final : public benchmark::ConsoleReporter {
 public:
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.aggregate_name != "median") continue;
      const std::string name = run.run_name.function_name;
      const double to_ns = 1e9 / benchmark::GetTimeUnitMultiplier(run.time_unit);
      medians_[name] = run.GetAdjustedRealTime() * to_ns;
      for (const auto& [counter, value] : run.counters) medians_[name + ":" + counter] = value;
    }
    ConsoleReporter::ReportRuns(runs);
  }
  const Measurements& medians() const noexcept { return medians_; }

 private:
  Measurements medians_;
};

}  // namespace
}  // namespace portside::bench

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  portside::bench::MedianReporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  return portside::bench::check_promises(reporter.medians(), std::cout) ? 0 : 1;
}
