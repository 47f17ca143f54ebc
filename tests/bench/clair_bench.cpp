// SPDX-License-Identifier: Apache-2.0
// Answers of Clair turned into rows and counted, also beside simdjson, and while they arrive.
#include <simdjson.h>

#include <string>
#include <vector>

#include "clair_documents.hpp"
#include "clair_mappers.hpp"
#include "clair_peers.hpp"
#include "mapping_bench.hpp"
#include "numbers_of.hpp"

namespace portside::bench {
namespace {

struct Clair2 {
  using Mapper = Clair2Mapper;
  static constexpr auto document = clair2_layer;
  static constexpr auto write = write_clair2_layer;
  static constexpr auto with_nlohmann = map_clair2_with_nlohmann;
  static constexpr auto with_simdjson = map_clair2_with_simdjson;
};

struct Clair4 {
  using Mapper = Clair4Mapper;
  static constexpr auto document = clair4_report;
  static constexpr auto write = write_clair4_report;
  static constexpr auto with_nlohmann = map_clair4_with_nlohmann;
  static constexpr auto with_simdjson = map_clair4_with_simdjson;
};

template <typename Clair>
void map_with_simdjson(benchmark::State& state, std::uint64_t bytes) {
  const std::string& document = document_of<Clair>(bytes);
  const simdjson::padded_string padded(document);
  CountingSink ours;
  map_in_pieces<Clair>(document, ours);
  for (auto _ : state) {
    CountingSink sink;
    Clair::with_simdjson(padded, sink);
    compare(state, ours, sink);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(document.size()));
}

/// 20 MB from a server on this machine: mapped while they arrive, beside when all are there. In a
/// process of its own: buffering is cheaper on a heap that others have warmed.
void map_from_loopback(benchmark::State& state, const std::string& name) {
  for (auto _ : state) {
    const std::vector<double> told = numbers_of(PORTSIDE_BENCH_CLAIR_LOOPBACK " " + name, 2);
    state.SetIterationTime(told[0]);
    state.counters["ratio"] = told[1];
  }
}

template <typename Clair>
void add_benchmarks(const std::string& name) {
  add_mapping_benchmarks<Clair>(name);
  for_each_size([&](const std::string& size, std::uint64_t bytes) {
    benchmark::RegisterBenchmark(("reference_simdjson_" + name + size).c_str(),
                                 map_with_simdjson<Clair>, bytes)
        ->Unit(benchmark::kMillisecond);
  });
  benchmark::RegisterBenchmark(("loopback_" + name).c_str(), map_from_loopback, name)
      ->Iterations(1)
      ->UseManualTime()
      ->Unit(benchmark::kMillisecond);
}

const bool kAdded = [] {
  add_benchmarks<Clair2>("clair2");
  add_benchmarks<Clair4>("clair4");
  return true;
}();

}  // namespace
}  // namespace portside::bench
