// SPDX-License-Identifier: Apache-2.0
// Many requests at once, each answered after a second: what they cost, beside a client that is
// nothing but sockets and epoll.
#include <benchmark/benchmark.h>
#include <malloc.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#include "bench_server.hpp"
#include "http/client.hpp"
#include "http/event_loop.hpp"
#include "this_process.hpp"

namespace portside::bench {
namespace {

constexpr std::size_t kMany = 5'000;
constexpr std::size_t kFew = 100;
/// Requests one after the other on each connection; of few at once more, to have something to
/// measure.
constexpr int kRounds = 3;
constexpr int kTimesFew = 4;

class Countdown {
 public:
  explicit Countdown(std::size_t count) : left_(count) {}
  void one() {
    const std::scoped_lock lock(mutex_);
    if (--left_ == 0) zero_.notify_all();
  }
  void wait() {
    std::unique_lock lock(mutex_);
    zero_.wait(lock, [this] { return left_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable zero_;
  std::size_t left_;
};

/// Rounds of `count` requests at once; the growth of memory while the first one waits.
double run_rounds(const BenchServer& server, std::size_t count) {
  const auto loop = std::make_shared<http::EventLoop>();
  http::ClientOptions options;
  options.http.origins = {server.url()};
  options.loop = loop;
  http::Client client(options);
  HttpRequest request;
  request.url = server.url() + "/slow";
  ::malloc_trim(0);  // else an earlier run's memory would be used again and not counted
  const double before = resident_kib();
  double growth = 0;
  for (int round = 0; round < kRounds; ++round) {
    Countdown left(count);
    for (std::size_t i = 0; i < count; ++i) {
      client.start(request, {}, [&left](const http::AsyncResult& result) {
        if (result.error || result.response.status != 200) std::abort();
        left.one();
      });
    }
    if (round == 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(900));
      growth = resident_kib() - before;
    }
    left.wait();
  }
  return growth;
}

/// The same with nothing but sockets: microseconds of processor time for each exchange.
double bare_us(const BenchServer& server, std::size_t count) {
  const double begin = processor_us();
  const std::string request = "GET /slow HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
  std::vector<int> sockets;
  for (std::size_t i = 0; i < count; ++i) {
    const int fd = sockets.emplace_back(connect_to(server.port()));
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = fd;
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
  }
  std::vector<epoll_event> events(256);
  char answer[8'192];
  for (int round = 0; round < kRounds; ++round) {
    for (const int fd : sockets) static_cast<void>(::send(fd, request.data(), request.size(), 0));
    for (std::size_t left = count; left > 0;) {
      const int ready = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), -1);
      for (int i = 0; i < ready; ++i) {
        if (::recv(events[static_cast<std::size_t>(i)].data.fd, answer, sizeof(answer), 0) <= 0) {
          throw std::runtime_error("recv");
        }
        --left;
      }
    }
  }
  for (const int fd : sockets) ::close(fd);
  ::close(epoll);
  return (processor_us() - begin) / static_cast<double>(count * kRounds);
}

void wait_for_5000(benchmark::State& state) {
  raise_file_limit();
  const BenchServer server;
  for (auto _ : state) {
    double begin = processor_us();
    const double growth = run_rounds(server, kMany);
    const double many = (processor_us() - begin) / static_cast<double>(kMany * kRounds);
    begin = processor_us();
    for (int i = 0; i < kTimesFew; ++i) run_rounds(server, kFew);
    const double few = (processor_us() - begin) / static_cast<double>(kFew * kRounds * kTimesFew);
    const double bare = bare_us(server, kMany);
    state.SetIterationTime(many / 1e6);
    state.counters["us"] = many;
    state.counters["few_us"] = few;
    state.counters["bare_us"] = bare;
    state.counters["to_few"] = many / few;
    state.counters["to_bare"] = many / bare;
    state.counters["kib_each"] = growth / static_cast<double>(kMany);
  }
}
BENCHMARK(wait_for_5000)->Iterations(1)->UseManualTime()->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace portside::bench
