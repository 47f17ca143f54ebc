// SPDX-License-Identifier: Apache-2.0
// Answers of Clair turned into rows and counted, also beside simdjson, and while they arrive.
#include <simdjson.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "bench_server.hpp"
#include "clair/v2/layer_report.hpp"
#include "clair/v4/report_join.hpp"
#include "clair/v4/vulnerability_report.hpp"
#include "clair_documents.hpp"
#include "clair_peers.hpp"
#include "http/client.hpp"
#include "mapping_bench.hpp"
#include "portside/host/call.hpp"
#include "portside/sdk/json_stream.hpp"

namespace portside::bench {
namespace {

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
  add_mapping_benchmarks<Clair>(name);
  for_each_size([&](const std::string& size, std::uint64_t bytes) {
    benchmark::RegisterBenchmark(("reference_simdjson_" + name + size).c_str(),
                                 map_with_simdjson<Clair>, bytes)
        ->Unit(benchmark::kMillisecond);
  });
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
