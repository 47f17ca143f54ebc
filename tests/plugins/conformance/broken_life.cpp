// SPDX-License-Identifier: Apache-2.0
//
// Breaks a rule about the life of objects, or about calls that overlap.
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "good_scanner.hpp"
#include "portside/api/plugin.hpp"

namespace {

using namespace portside;

[[maybe_unused]] constexpr int kMostObjects = 50;
[[maybe_unused]] std::atomic<int> made{0};
[[maybe_unused]] HostServices* last_host = nullptr;

class Scanner final : public testing::GoodScanner {
 public:
  void configure(const Json& config, HostServices& host) override {
    GoodScanner::configure(config, host);
#if defined(FIXTURE_CREATE_DESTROY_100)
    if (++made > kMostObjects) throw AdapterError(ErrorCode::kOverloaded, "no slot is left");
#elif defined(FIXTURE_TWO_INSTANCES)
    last_host = &host;
#elif defined(FIXTURE_DESTROY_JOINS_THREADS)
    std::thread([] {
      for (;;) ::pause();
    }).detach();
#endif
  }

 protected:
  std::string read_manifest(const ScanRequest& request, RegistryAccess& registry,
                            const CallContext& context) override {
#if defined(FIXTURE_TWO_INSTANCES)
    last_host->log(LogLevel::kInfo, "scanning", {});
#elif defined(FIXTURE_FD_LEAK)
    [[maybe_unused]] const int lost = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
#elif defined(FIXTURE_CONCURRENT_CALLS)
    if (busy_.exchange(true)) throw AdapterError(ErrorCode::kInternal, "somebody is here already");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    busy_ = false;
#endif
    return GoodScanner::read_manifest(request, registry, context);
  }

 private:
  [[maybe_unused]] std::atomic<bool> busy_{false};
};

}  // namespace

PORTSIDE_PLUGIN(plugin(FIXTURE_NAME, "1.0.0"), scanner<Scanner>().schema(testing::kGoodSchema));
