// SPDX-License-Identifier: Apache-2.0
// bench-clair-loopback clair2|clair4: maps 20 MB from a server on this machine, and prints the
// seconds that it takes while they arrive, and that divided by what it takes when all are kept
// first.
#include <chrono>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>

#include "bench_server.hpp"
#include "clair_mappers.hpp"
#include "http/client.hpp"
#include "mapping_bench.hpp"
#include "portside/host/call.hpp"

namespace portside::bench {
namespace {

constexpr int kTimes = 10;

template <typename Act>
double seconds_for(const Act& act) {
  const auto begin = std::chrono::steady_clock::now();
  act();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

template <typename ItsMapper>
struct Format {
  using Mapper = ItsMapper;
};

template <typename Mapper>
void measure(const std::string& name) {
  const BenchServer server;
  http::ClientOptions options;
  options.http.origins = {server.url()};
  http::Client client(options);
  const Call call;
  HttpRequest request;
  request.url = server.url() + "/" + name + "/" + std::to_string(20 * kMegabyte);
  request.max_body = 100 * kMegabyte;
  client.send(request, nullptr, call.context());  // the server makes the document
  double streaming = 0;
  double buffered = 0;
  for (int i = 0; i < kTimes; ++i) {
    streaming += seconds_for([&] {
      CountingSink sink;
      Mapper mapper(sink);
      client.send(request, &mapper, call.context());
      mapper.finish();
    });
    buffered += seconds_for([&] {
      CountingSink sink;
      map_in_pieces<Format<Mapper>>(client.send(request, nullptr, call.context()).body, sink);
    });
  }
  std::printf("%.6f %.4f\n", streaming / kTimes, streaming / buffered);
}

void measure_what(const std::string& name) {
  if (name == "clair2") return measure<Clair2Mapper>(name);
  if (name == "clair4") return measure<Clair4Mapper>(name);
  throw std::runtime_error("expected clair2 or clair4");
}

}  // namespace
}  // namespace portside::bench

int main(int argc, char** argv) try {
  portside::bench::measure_what(argc == 2 ? argv[1] : "");
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s: %s\n", argv[0], error.what());
  return 1;
}
