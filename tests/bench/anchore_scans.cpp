// SPDX-License-Identifier: Apache-2.0
// bench-anchore-scans steps|threads abandon|wait: has 500 images analysed at once by a scripted
// Anchore, and prints what a scan costs of processor time (microseconds) and memory (KiB), and how
// many threads it took. In steps the host makes them; with threads each scan has one of its own
// that blocks in the same kind of host, waits as long and uses the same client. Time passes kFaster
// times as fast, for both: pauses of seconds are short.
//
// The second word is the host's OverdueCalls. In the mode that hosts have by default the registry
// makes the steps of whoever blocks on another thread, to be able to give them up: threads have
// that cost, and some more threads, too. In the other mode each makes its steps itself.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "anchore/adapter.hpp"
#include "bench_server.hpp"
#include "portside/api/error.hpp"
#include "portside/host/call.hpp"
#include "portside/host/log_sink.hpp"
#include "portside/host/plugin_registry.hpp"
#include "portside/host/run_to_completion.hpp"
#include "portside/host/scan_service.hpp"
#include "portside/host/vulnerability_report.hpp"
#include "portside/testing/memory_registry_access.hpp"
#include "this_process.hpp"

namespace portside::bench {
namespace {

constexpr int kScans = 500;
constexpr std::size_t kRowsOfEach = 2;
constexpr Millis kFaster = 10;
constexpr Millis kLongest = 600'000;

Millis fast_now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count() * kFaster / 1'000;
}

ImageReference image_to_analyse(int number) {
  const std::string digits = std::to_string(number);
  ImageReference image;
  image.registry_url = "https://registry.test";
  image.repository = "library/test";
  image.digest = "sha256:" + std::string(64 - digits.size(), '0') + digits;
  image.config_media_type = "application/vnd.oci.image.config.v1+json";
  return image;
}

std::shared_ptr<RegistryAccess> open_repository() {
  auto access = std::make_shared<testing::MemoryRegistryAccess>();
  Credentials robot;
  robot.kind = CredentialKind::kBasic;
  robot.user = "robot";
  robot.secret = "secret";
  access->set_credentials(robot);
  return access;
}

class OneRepository final : public ImageSource {
 public:
  std::shared_ptr<RegistryAccess> open(const AccessRequest&) override { return open_repository(); }
};

class NoLog final : public LogSink {
 public:
  void write(const LogRecord&) noexcept override {}
};

OverdueCalls overdue_calls(const std::string& word) {
  if (word == "abandon") return OverdueCalls::kAbandon;
  if (word == "wait") return OverdueCalls::kWait;
  throw std::runtime_error("expected abandon or wait");
}

std::unique_ptr<PluginRegistry> host_of(const BenchServer& server, OverdueCalls overdue) {
  Config config;
  config.adapters["anchore"] =
      R"({"username":"u","password":"p","api_version":"v2","url":")" + server.url() + "\"}";
  HostOptions options;
  options.log = std::make_shared<NoLog>();
  options.now = fast_now;
  options.overdue_calls = overdue;
  auto host = std::make_unique<PluginRegistry>(config, options);
  host->add_scanner("anchore", [] { return std::make_unique<anchore::AnchoreScanner>(); });
  return host;
}

double threads_now() {
  return static_cast<double>(
      std::distance(std::filesystem::directory_iterator("/proc/self/task"), {}));
}

/// What a scan costs.
struct Cost {
  double us = 0;
  double kib = 0;
  double threads = 0;
};

/// Measures what happens while it lives, itself left out, and says now and then that the clock was
/// turned: fast_now() has nobody who does. The shortest pause of a scan is ten of its ticks.
class Watch {
 public:
  explicit Watch(std::function<void()> tick) : tick_(std::move(tick)) {}
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  Cost end() {
    done_ = true;
    thread_.join();
    const double us = (processor_us() - begin_us_ - own_us_) / kScans;
    return {us, (most_kib_ - begin_kib_) / kScans, most_threads_ - begin_threads_};
  }

 private:
  void run() {
    for (int i = 0; !done_; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      tick_();
      if (i % 2 != 0) continue;
      most_kib_ = std::max(most_kib_, resident_kib());
      most_threads_ = std::max(most_threads_, threads_now());
    }
    own_us_ = processor_us(RUSAGE_THREAD);
  }

  const std::function<void()> tick_;
  const double begin_us_ = processor_us();
  const double begin_kib_ = resident_kib();
  const double begin_threads_ = threads_now();
  double most_kib_ = 0;
  double most_threads_ = 0;
  double own_us_ = 0;
  std::atomic<bool> done_ = false;
  /// Last: it runs until the end.
  std::thread thread_{[this] { run(); }};
};

Cost scans_in_steps(PluginRegistry& host) {
  ScanServiceOptions options;
  options.max_scans = kScans;
  options.max_scans_per_adapter = kScans;
  options.now = fast_now;
  ScanService service(host, std::make_shared<OneRepository>(), make_memory_report_store(), options);
  Watch watch([&service] { service.clock_turned(); });
  std::vector<std::shared_ptr<Scan>> scans;
  for (int i = 1; i <= kScans; ++i) {
    scans.push_back(service.scan({.adapter_id = "anchore", .image = image_to_analyse(i)}));
  }
  for (const auto& scan : scans) {
    if (scan->result()->report.vulnerabilities.size() != kRowsOfEach) {
      throw std::runtime_error("a scan in steps has another report");
    }
  }
  return watch.end();
}

/// A call whose waiting is as much shorter as the clock is faster.
class FastContext final : public CallContext {
 public:
  explicit FastContext(const CallContext& context) : context_(context) {}
  Millis time_left() const noexcept override { return context_.time_left(); }
  bool cancelled() const noexcept override { return context_.cancelled(); }
  bool wait(Millis duration) const noexcept override { return context_.wait(duration / kFaster); }
  int cancel_fd() const noexcept override { return context_.cancel_fd(); }
  void progress(const Progress& progress) const noexcept override { context_.progress(progress); }
  std::string request_id() const override { return context_.request_id(); }
  std::string traceparent() const override { return context_.traceparent(); }

 private:
  const CallContext& context_;
};

void scan_on_this_thread(PluginRegistry& host, int number) {
  const Call call({.deadline = kLongest});
  const FastContext context(call.context());
  ScanRequest request;
  request.image = image_to_analyse(number);
  const auto access = open_repository();
  CollectingReportSink rows;
  const auto send = [&host](const HttpRequest& awaited, const CallContext& within) {
    return host.client_for("anchore", awaited.url)->send(awaited, nullptr, within);
  };
  run_to_completion(*host.scanner("anchore"), request, *access, rows, context, send);
  if (rows.take().vulnerabilities.size() != kRowsOfEach) {
    throw std::runtime_error("a scan on a thread has another report");
  }
}

Cost scans_on_threads(PluginRegistry& host) {
  Watch watch([] {});
  std::vector<std::thread> threads;
  for (int i = 1; i <= kScans; ++i) {
    threads.emplace_back([&host, i] { scan_on_this_thread(host, i); });
  }
  for (std::thread& thread : threads) thread.join();
  return watch.end();
}

Cost cost_of(const std::string& side, PluginRegistry& host) {
  if (side == "steps") return scans_in_steps(host);
  if (side == "threads") return scans_on_threads(host);
  throw std::runtime_error("expected steps or threads");
}

}  // namespace
}  // namespace portside::bench

int main(int argc, char** argv) try {
  using namespace portside::bench;
  if (argc != 3) throw std::runtime_error("expected steps|threads abandon|wait");
  raise_file_limit();
  const BenchServer server(PORTSIDE_BENCH_ANCHORE_SERVER);
  const auto host = host_of(server, overdue_calls(argv[2]));
  const Cost cost = cost_of(argv[1], *host);
  std::printf("%.0f %.1f %.0f\n", cost.us, cost.kib, cost.threads);
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s: %s\n", argv[0], error.what());
  return 1;
}
