// SPDX-License-Identifier: Apache-2.0
#include "scan/scan_parts.hpp"

#include <chrono>
#include <string>
#include <utility>

#include "portside/api/error.hpp"

namespace portside::scan {
namespace {

constexpr Millis kYear = Millis{365} * 24 * 3'600 * 1'000;

template <typename Clock>
Millis time_of() {
  using std::chrono::duration_cast, std::chrono::milliseconds;
  return duration_cast<milliseconds>(Clock::now().time_since_epoch()).count();
}

[[noreturn]] void refuse(const std::string& option, const std::string& rule) {
  throw AdapterError(ErrorCode::kInvalidArgument,
                     "ScanServiceOptions::" + option + " has to be " + rule);
}

ScanServiceOptions checked(ScanServiceOptions options) {
  const auto check_time = [](const char* name, Millis value) {
    if (value < 1 || value > kYear) refuse(name, "from 1 ms to a year");
  };
  const auto check_count = [](const char* name, std::size_t value) {
    if (value < 1) refuse(name, "at least 1");
  };
  check_time("deadline", options.deadline);
  check_time("await_limit", options.await_limit);
  check_time("first_pause", options.first_pause);
  check_time("abandon_deadline", options.abandon_deadline);
  check_count("attempts", options.attempts);
  check_count("max_scans_per_adapter", options.max_scans_per_adapter);
  check_count("max_scans", options.max_scans);
  check_count("threads", options.threads);
  for (const auto& [adapter, limit] : options.max_scans_of) {
    check_count("max_scans_of", limit);
  }
  return options;
}

}  // namespace

ScanParts::ScanParts(PluginRegistry& registry, std::shared_ptr<ImageSource> source,
                     std::shared_ptr<ReportStore> store, ScanServiceOptions given)
    : plugins(registry),
      images(std::move(source)),
      reports(std::move(store)),
      options(checked(std::move(given))),
      now(options.now ? options.now : &time_of<std::chrono::system_clock>),
      steady_now(options.now ? options.now : &time_of<std::chrono::steady_clock>) {
  if (!images || !reports) {
    throw AdapterError(ErrorCode::kInvalidArgument,
                       "a scan service needs a source of images and a store of reports");
  }
}

}  // namespace portside::scan
