// SPDX-License-Identifier: Apache-2.0
//
// Answers of scanners turned into rows and counted, beside what keeps the whole document in memory.
// A format is a struct with
//
//   Mapper          an AnswerMapper, made with the sink of the rows
//   document(n)     an answer of about n bytes; the same bytes every time
//   write(n, sink)  the same in pieces
//   with_nlohmann(document, sink)   the same rows over nlohmann's tree
#pragma once

#include <benchmark/benchmark.h>
#include <malloc.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <string>
#include <string_view>

#include "portside/api/report_sink.hpp"
#include "portside/host/overview.hpp"

namespace portside::bench {

inline constexpr std::uint64_t kMegabyte = 1'000'000;

/// Counts what it is given, by severity, and forgets it.
class CountingSink final : public ReportSink {
 public:
  void vulnerability(const Vulnerability& row) override {
    ++overview.total;
    ++overview.counts[static_cast<std::size_t>(row.severity)];
    if (!row.fixed_version.empty()) ++overview.fixable;
    if (!overview.highest || *overview.highest < row.severity) overview.highest = row.severity;
    bytes += row.id.size() + row.package.size() + row.version.size() + row.description.size() +
             row.fixed_version.size() + row.severity_text.size() + row.data_source.size();
    for (const std::string& link : row.links) bytes += link.size();
    for (const Cvss& each : row.cvss) bytes += each.vector.size();
  }
  ByteSink& document(const std::string&) override;

  Overview overview;
  std::uint64_t bytes = 0;
};

/// Takes an answer in pieces, and makes rows of it at its end at the latest.
class AnswerMapper : public ByteSink {
 public:
  virtual void finish() = 0;

 protected:
  ~AnswerMapper() = default;
};

/// In the pieces that libcurl hands out.
template <typename Format>
void map_in_pieces(std::string_view document, ReportSink& sink) {
  constexpr std::size_t kPiece = 16 * 1024;
  typename Format::Mapper mapper(sink);
  for (; !document.empty(); document.remove_prefix(std::min(kPiece, document.size()))) {
    mapper.write(document.substr(0, kPiece));
  }
  mapper.finish();
}

template <typename Format>
const std::string& document_of(std::uint64_t bytes) {
  static std::map<std::uint64_t, std::string> documents;
  std::string& text = documents[bytes];
  if (text.empty()) text = Format::document(bytes);
  return text;
}

/// What is measured makes the same rows as we do, or is no reference.
void compare(benchmark::State& state, const CountingSink& one, const CountingSink& other);

template <typename Format>
void map_by_streaming(benchmark::State& state, std::uint64_t bytes) {
  const std::string& document = document_of<Format>(bytes);
  for (auto _ : state) {
    CountingSink sink;
    map_in_pieces<Format>(document, sink);
    benchmark::DoNotOptimize(sink.overview);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(document.size()));
}

template <typename Format>
void map_with_nlohmann(benchmark::State& state, std::uint64_t bytes) {
  const std::string& document = document_of<Format>(bytes);
  CountingSink ours;
  map_in_pieces<Format>(document, ours);
  for (auto _ : state) {
    CountingSink sink;
    Format::with_nlohmann(document, sink);
    compare(state, ours, sink);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(document.size()));
}

/// KiB of the line `name:` in /proc/self/status.
double status_kib(const std::string& name);

class CountedBytes final : public ByteSink {
 public:
  explicit CountedBytes(ByteSink& sink) : sink_(sink) {}
  void write(std::string_view piece) override {
    bytes += piece.size();
    sink_.write(piece);
  }
  std::uint64_t bytes = 0;

 private:
  ByteSink& sink_;
};

/// The document is made piece by piece, so that what grows is the mapping's.
template <typename Format>
void memory_of_200mb(benchmark::State& state) {
  double growth = 0;
  std::uint64_t bytes = 0;
  for (auto _ : state) {
    ::malloc_trim(0);
    std::ofstream("/proc/self/clear_refs") << 5;  // forgets the peak (Linux: proc(5))
    const double idle = status_kib("VmRSS");
    CountingSink sink;
    typename Format::Mapper mapper(sink);
    CountedBytes counted(mapper);
    Format::write(200 * kMegabyte, counted);
    mapper.finish();
    growth = (status_kib("VmHWM") - idle) * 1024;
    bytes = counted.bytes;
  }
  state.counters["growth_mb"] = growth / 1e6;
  state.counters["to_document"] = growth / static_cast<double>(bytes);
}

/// The sizes that are measured: `act("_1mb", 1'000'000)`.
template <typename Act>
void for_each_size(const Act& act) {
  act("_10kb", kMegabyte / 100);
  act("_1mb", kMegabyte);
  act("_20mb", 20 * kMegabyte);
}

/// `map_NAME_SIZE` beside `reference_nlohmann_NAME_SIZE`, and `memory_NAME`.
template <typename Format>
void add_mapping_benchmarks(const std::string& name) {
  for_each_size([&](const std::string& size, std::uint64_t bytes) {
    const auto add = [&](const std::string& way, void (*run)(benchmark::State&, std::uint64_t)) {
      benchmark::RegisterBenchmark((way + name + size).c_str(), run, bytes)
          ->Unit(benchmark::kMillisecond);
    };
    add("map_", map_by_streaming<Format>);
    add("reference_nlohmann_", map_with_nlohmann<Format>);
  });
  benchmark::RegisterBenchmark(("memory_" + name).c_str(), memory_of_200mb<Format>)->Iterations(1);
}

}  // namespace portside::bench
