// SPDX-License-Identifier: Apache-2.0
// Answers of Clair turned into rows and counted, beside what keeps the whole document in memory.
#include <benchmark/benchmark.h>
#include <malloc.h>
#include <simdjson.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>

#include "bench_server.hpp"
#include "clair/v2/layer_report.hpp"
#include "clair/v4/report_join.hpp"
#include "clair/v4/vulnerability_report.hpp"
#include "clair_documents.hpp"
#include "clair_peers.hpp"
#include "http/client.hpp"
#include "portside/host/call.hpp"
#include "portside/host/overview.hpp"
#include "portside/sdk/json_stream.hpp"

namespace portside::bench {
namespace {

constexpr std::uint64_t kMegabyte = 1'000'000;

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
  ByteSink& document(const std::string&) override { throw std::logic_error("no documents here"); }

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

class Clair2Mapper final : public AnswerMapper {
 public:
  explicit Clair2Mapper(ReportSink& sink) : report_(chain_, sink) {}
  void write(std::string_view piece) override { report_.json().write(piece); }
  void finish() override { report_.json().finish(); }

 private:
  const clair::v2::Chain chain_;
  clair::v2::LayerReport report_;
};

class Clair4Mapper final : public AnswerMapper {
 public:
  explicit Clair4Mapper(ReportSink& sink) : sink_(sink) {}
  void write(std::string_view piece) override { parser_->write(piece); }
  void finish() override {
    parser_->finish();
    clair::v4::finish_report(data_, true);
    const Call call;
    clair::v4::write_rows(data_, sink_, call.context());
  }

 private:
  ReportSink& sink_;
  clair::v4::ReportData data_;
  const std::unique_ptr<sdk::JsonStream> parser_ = clair::v4::vulnerability_report_parser(data_);
};

struct Clair2 {
  using Mapper = Clair2Mapper;
  static constexpr auto document = clair2_layer;
  static constexpr auto write = write_clair2_layer;
  static constexpr auto with_nlohmann = map_clair2_with_nlohmann;
  static constexpr auto with_simdjson = map_clair2_with_simdjson;
  static constexpr const char* path = "/clair2/";
};

struct Clair4 {
  using Mapper = Clair4Mapper;
  static constexpr auto document = clair4_report;
  static constexpr auto write = write_clair4_report;
  static constexpr auto with_nlohmann = map_clair4_with_nlohmann;
  static constexpr auto with_simdjson = map_clair4_with_simdjson;
  static constexpr const char* path = "/clair4/";
};

/// In the pieces that libcurl hands out.
template <typename Clair>
void map_in_pieces(std::string_view document, ReportSink& sink) {
  constexpr std::size_t kPiece = 16 * 1024;
  typename Clair::Mapper mapper(sink);
  for (; !document.empty(); document.remove_prefix(std::min(kPiece, document.size()))) {
    mapper.write(document.substr(0, kPiece));
  }
  mapper.finish();
}

template <typename Clair>
const std::string& document_of(std::uint64_t bytes) {
  static std::map<std::uint64_t, std::string> documents;
  std::string& text = documents[bytes];
  if (text.empty()) text = Clair::document(bytes);
  return text;
}

/// What is measured makes the same rows as we do, or is no reference.
void compare(benchmark::State& state, const CountingSink& one, const CountingSink& other) {
  if (one.overview.total != other.overview.total || one.overview.counts != other.overview.counts ||
      one.overview.fixable != other.overview.fixable || one.bytes != other.bytes) {
    state.SkipWithError("other rows than ours");
  }
}

template <typename Clair>
void map_by_streaming(benchmark::State& state, std::uint64_t bytes) {
  const std::string& document = document_of<Clair>(bytes);
  for (auto _ : state) {
    CountingSink sink;
    map_in_pieces<Clair>(document, sink);
    benchmark::DoNotOptimize(sink.overview);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(document.size()));
}

template <typename Clair>
void map_with_nlohmann(benchmark::State& state, std::uint64_t bytes) {
  const std::string& document = document_of<Clair>(bytes);
  CountingSink ours;
  map_in_pieces<Clair>(document, ours);
  for (auto _ : state) {
    CountingSink sink;
    Clair::with_nlohmann(document, sink);
    compare(state, ours, sink);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(document.size()));
}

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

/// KiB of the line `name:` in /proc/self/status.
double status_kib(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind(name + ":", 0) == 0) return std::atof(line.c_str() + name.size() + 1);
  }
  throw std::runtime_error("/proc/self/status has no " + name);
}

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
template <typename Clair>
void memory_of_200mb(benchmark::State& state) {
  double growth = 0;
  std::uint64_t bytes = 0;
  for (auto _ : state) {
    ::malloc_trim(0);
    std::ofstream("/proc/self/clear_refs") << 5;  // forgets the peak (Linux: proc(5))
    const double idle = status_kib("VmRSS");
    CountingSink sink;
    typename Clair::Mapper mapper(sink);
    CountedBytes counted(mapper);
    Clair::write(200 * kMegabyte, counted);
    mapper.finish();
    growth = (status_kib("VmHWM") - idle) * 1024;
    bytes = counted.bytes;
  }
  state.counters["growth_mb"] = growth / 1e6;
  state.counters["to_document"] = growth / static_cast<double>(bytes);
}

double seconds_for(const std::function<void()>& act) {
  const auto begin = std::chrono::steady_clock::now();
  act();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// 20 MB from a server on this machine: mapped while they arrive, and when all are there.
template <typename Clair>
void map_from_loopback(benchmark::State& state) {
  const BenchServer server;
  http::ClientOptions options;
  options.http.origins = {server.url()};
  http::Client client(options);
  const Call call;
  HttpRequest request;
  request.url = server.url() + Clair::path + std::to_string(20 * kMegabyte);
  request.max_body = 100 * kMegabyte;
  client.send(request, nullptr, call.context());  // the server makes the document
  double streaming = 0;
  double buffered = 0;
  for (auto _ : state) {
    const double spent = seconds_for([&] {
      CountingSink sink;
      typename Clair::Mapper mapper(sink);
      client.send(request, &mapper, call.context());
      mapper.finish();
    });
    buffered += seconds_for([&] {
      CountingSink sink;
      map_in_pieces<Clair>(client.send(request, nullptr, call.context()).body, sink);
    });
    streaming += spent;
    state.SetIterationTime(spent);
  }
  state.counters["ratio"] = streaming / buffered;
}

template <typename Clair>
void add_benchmarks(const std::string& name) {
  const std::pair<const char*, std::uint64_t> sizes[] = {
      {"_10kb", 10'000}, {"_1mb", kMegabyte}, {"_20mb", 20 * kMegabyte}};
  for (const auto& size : sizes) {
    const auto add = [&](const std::string& way, void (*run)(benchmark::State&, std::uint64_t)) {
      benchmark::RegisterBenchmark((way + name + size.first).c_str(), run, size.second)
          ->Unit(benchmark::kMillisecond);
    };
    add("map_", map_by_streaming<Clair>);
    add("reference_nlohmann_", map_with_nlohmann<Clair>);
    add("reference_simdjson_", map_with_simdjson<Clair>);
  }
  benchmark::RegisterBenchmark(("memory_" + name).c_str(), memory_of_200mb<Clair>)->Iterations(1);
  benchmark::RegisterBenchmark(("loopback_" + name).c_str(), map_from_loopback<Clair>)
      ->Iterations(10)
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
