// SPDX-License-Identifier: Apache-2.0
//
// Configurations come and go while several threads call: no call is lost, none sees half of a
// configuration, and every object is destroyed.
#include <gmock/gmock.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "registry_fixture.hpp"

namespace portside {
namespace {

constexpr int kAdapters = 4;
constexpr int kReloads = 40;
constexpr int kCallers = 4;

std::string id_of(int adapter) {
  return "local@" + std::to_string(adapter);
}

/// Counts its objects and says which version it has.
class CountedScanner final : public sdk::ScannerBase {
 public:
  explicit CountedScanner(std::atomic<int>& alive) : alive_(alive) { ++alive_; }
  ~CountedScanner() override {
    usable_ = false;
    --alive_;
  }
  void configure(const Json& config, HostServices&) override { document_ = config.text; }
  ScannerInfo describe() const override { return {"counted", "", document_, {}, {}}; }
  ScannerStatus status(const CallContext&) override {
    ScannerStatus status;
    status.reachable = usable_;
    status.message = document_;
    return status;
  }
  ScanStep scan_image(const ScanRequest&, RegistryAccess&, ReportSink&,
                      const CallContext&) override {
    return ScanStep::done({});
  }

 private:
  std::atomic<int>& alive_;
  std::string document_;
  bool usable_ = true;
};

class ReloadUnderLoad : public testing::RegistryFixture,
                        public ::testing::WithParamInterface<OverdueCalls> {
 protected:
  /// Adapter 0 changes with every version, the others never.
  static Config version(int number) {
    Config config;
    for (int i = 0; i < kAdapters; ++i) {
      config.adapters[id_of(i)] = {R"({"v":)" + std::to_string(i == 0 ? number : 0) + "}"};
    }
    return config;
  }

  void call_until(PluginRegistry& plugins, const std::atomic<bool>& stop, int caller) {
    const auto scanner = plugins.scanner(id_of(caller % 2));
    while (!stop) {
      const Call call;
      const ScannerStatus status = scanner->status(call.context());
      EXPECT_TRUE(status.reachable) << "the object was destroyed under the call";
      EXPECT_TRUE(status.message.starts_with(R"({"v":)"));
      ++calls_;
    }
  }

  std::atomic<int> alive_ = 0;
  std::atomic<int> calls_ = 0;
};

TEST_P(ReloadUnderLoad, LosesNoCallAndNoObject) {
  HostOptions host = options();
  host.overdue_calls = GetParam();
  PluginRegistry plugins(version(0), host);
  plugins.add_scanner("local", [this] { return std::make_unique<CountedScanner>(alive_); });
  std::atomic<bool> stop = false;
  std::vector<std::thread> callers;
  for (int i = 0; i < kCallers; ++i) {
    callers.emplace_back([&, i] { call_until(plugins, stop, i); });
  }
  for (int number = 1; number <= kReloads; ++number) {
    const int before = calls_;
    const ApplyReport report = plugins.apply(version(number));
    EXPECT_THAT(report.changed, ::testing::ElementsAre(id_of(0)));
    while (calls_ == before) std::this_thread::yield();
  }
  stop = true;
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(plugins.scanner(id_of(0))->describe().version,
            R"({"v":)" + std::to_string(kReloads) + "}");
  EXPECT_TRUE(plugins.shutdown(60'000));
  EXPECT_EQ(alive_, 0);
}

TEST_P(ReloadUnderLoad, SeveralThreadsApply) {
  HostOptions host = options();
  host.overdue_calls = GetParam();
  PluginRegistry plugins(version(0), host);
  plugins.add_scanner("local", [this] { return std::make_unique<CountedScanner>(alive_); });
  std::atomic<bool> stop = false;
  std::thread caller([&] { call_until(plugins, stop, 0); });
  std::vector<std::thread> appliers;
  for (int i = 0; i < 3; ++i) {
    appliers.emplace_back([&, i] {
      for (int number = 0; number < 10; ++number) plugins.apply(version(i * 100 + number));
    });
  }
  for (std::thread& applier : appliers) applier.join();
  stop = true;
  caller.join();
  EXPECT_TRUE(plugins.shutdown(60'000));
  EXPECT_EQ(alive_, 0);
}

TEST_P(ReloadUnderLoad, AShutdownComesInBetween) {
  HostOptions host = options();
  host.overdue_calls = GetParam();
  PluginRegistry plugins(version(0), host);
  plugins.add_scanner("local", [this] { return std::make_unique<CountedScanner>(alive_); });
  std::atomic<int> applied = 0;
  std::thread applier([&] {
    try {
      for (int number = 1;; ++number) {
        plugins.apply(version(number));
        ++applied;
      }
    } catch (const AdapterError& error) {
      EXPECT_EQ(error.code, ErrorCode::kShuttingDown);
    }
  });
  while (applied < 3) std::this_thread::yield();
  EXPECT_TRUE(plugins.shutdown(60'000));
  applier.join();
  EXPECT_EQ(alive_, 0);
}

INSTANTIATE_TEST_SUITE_P(OverdueCalls, ReloadUnderLoad,
                         ::testing::Values(OverdueCalls::kAbandon, OverdueCalls::kWait),
                         [](const auto& mode) {
                           return mode.param == OverdueCalls::kAbandon ? "Abandon" : "Wait";
                         });

}  // namespace
}  // namespace portside
