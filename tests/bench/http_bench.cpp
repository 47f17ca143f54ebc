// SPDX-License-Identifier: Apache-2.0
// One request after the other, each beside what could be done by hand.
#include <benchmark/benchmark.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <vector>

#include "bench_server.hpp"
#include "crypto/digest.hpp"
#include "http/client.hpp"
#include "oci/verified_sink.hpp"
#include "portside/host/call.hpp"

namespace portside::bench {
namespace {

constexpr std::uint64_t kBlobBytes = std::uint64_t{1} << 30U;

using Seconds = std::chrono::duration<double>;

template <typename Act>
double seconds_of(Act&& act) {
  const auto begin = std::chrono::steady_clock::now();
  act();
  return Seconds(std::chrono::steady_clock::now() - begin).count();
}

class NullSink final : public ByteSink {
  void write(std::string_view piece) override { benchmark::DoNotOptimize(piece.data()); }
};

std::string digest_of_zeros() {
  crypto::Sha256 hash;
  const std::string zeros(std::size_t{1} << 20U, '\0');
  for (std::uint64_t i = 0; i < kBlobBytes; i += zeros.size()) hash.update(zeros);
  return "sha256:" + crypto::hex(hash.finish());
}

http::ClientOptions options_for(const BenchServer& server) {
  http::ClientOptions options;
  options.http.origins = {server.url()};
  return options;
}

/// A gigabyte read and compared with its digest.
void read_verified_blob(benchmark::State& state) {
  const BenchServer server;
  http::Client client(options_for(server));
  const std::string digest = digest_of_zeros();
  HttpRequest request;
  request.url = server.url() + "/blob/" + std::to_string(kBlobBytes);
  const std::string by_hand = "curl -s " + request.url + " | sha256sum >/dev/null";
  const Call call;
  NullSink nowhere;
  double seconds = 0;
  double reference = 0;
  for (auto _ : state) {
    const double spent = seconds_of([&] {
      oci::VerifiedSink sink(nowhere, digest, kBlobBytes, "the blob");
      client.send(request, &sink, call.context());
      sink.finish();
    });
    reference += seconds_of([&] {
      if (std::system(by_hand.c_str()) != 0) state.SkipWithError("curl | sha256sum failed");
    });
    seconds += spent;
    state.SetIterationTime(spent);
  }
  state.counters["ratio"] = seconds / reference;
}
BENCHMARK(read_verified_blob)->Iterations(1)->UseManualTime()->Unit(benchmark::kMillisecond);

void exchange_by_hand(int fd, const std::string& request) {
  if (::send(fd, request.data(), request.size(), 0) < 0) throw std::runtime_error("send");
  char answer[4'096];
  std::string got;
  // The server's answer is a header of 95 bytes or so, and 240 bytes.
  while (got.find("\r\n\r\n") == std::string::npos || got.size() < got.find("\r\n\r\n") + 4 + 240) {
    const ssize_t size = ::recv(fd, answer, sizeof(answer), 0);
    if (size <= 0) throw std::runtime_error("recv");
    got.append(answer, static_cast<std::size_t>(size));
  }
}

double median(std::vector<double> values) {
  std::ranges::nth_element(values, values.begin() + static_cast<long>(values.size() / 2));
  return values[values.size() / 2];
}

/// 4 KiB there and 240 bytes back over a connection that is open.
void post_small(benchmark::State& state) {
  const BenchServer server;
  http::Client client(options_for(server));
  HttpRequest request;
  request.method = "POST";
  request.url = server.url() + "/";
  request.headers = {{"Content-Type", "application/json"}};
  request.body = std::string(4'096, 'b');
  const std::string by_hand =
      "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
      "4096\r\n\r\n" +
      request.body;
  const int fd = connect_to(server.port());
  const Call call;
  std::vector<double> ours;
  std::vector<double> bare;
  for (auto _ : state) {
    const double spent = seconds_of([&] { client.send(request, nullptr, call.context()); });
    bare.push_back(seconds_of([&] { exchange_by_hand(fd, by_hand); }));
    ours.push_back(spent);
    state.SetIterationTime(spent);
  }
  ::close(fd);
  state.counters["p50_us"] = median(ours) * 1e6;
  state.counters["ratio"] = median(ours) / median(bare);
}
BENCHMARK(post_small)->Iterations(5'000)->UseManualTime()->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace portside::bench
