// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/backend.hpp"
#include "portside/api/host_services.hpp"
#include "portside/testing/conformance_quirks.hpp"
#include "portside/testing/memory_key_values.hpp"
#include "portside/testing/temp_folder.hpp"
#include "portside/testing/test_clock.hpp"

namespace portside::conformance {

/// The host of an object that is checked: answers requests through a Backend and counts what is
/// asked of it. All methods are [any].
class CheckHost final : public HostServices, private HttpClient {
 public:
  CheckHost(const testing::Quirks& quirks, std::string instance_id);

  void set_backend(Backend backend) { backend_ = std::move(backend); }
  /// Programs wait for the end of the call, and do nothing else.
  void stall_children() noexcept { children_stall_ = true; }
  /// data_dir() names a folder without making it: system calls are being watched.
  void make_no_folders() noexcept { make_folders_ = false; }
  /// From here on http() throws, as in a host.
  void end_configure() noexcept { configuring_ = false; }

  testing::TestClock& clock() noexcept { return clock_; }
  testing::MemoryKeyValues& key_values() noexcept { return state_; }

  int requests() const noexcept { return requests_; }
  int children() const noexcept { return children_; }
  int folders() const noexcept { return folders_; }
  /// Calls of all methods but the clock.
  int uses() const noexcept { return uses_; }
  /// All log lines, with their fields.
  std::string log_text() const;

  /// Sends the request of a pending step, as a host does: what fails is an answer of status 0.
  HttpResponse send_awaited(const HttpRequest& request, const CallContext& context);

  std::string instance_id() const override { return instance_id_; }
  void log(LogLevel level, std::string_view message, const Json& fields) noexcept override;
  Millis now() const noexcept override { return clock_.now(); }
  HttpClient& http(const HttpOptions& options) override;
  KeyValues& state() override;
  Crypto& crypto() override;
  std::string data_dir() override;
  std::string temp_dir(const CallContext& context) override;
  std::int32_t run_child(const ChildCommand& command, ByteSink& out, ByteSink& err,
                         const CallContext& context) override;
  void* extension(const char*) noexcept override { return nullptr; }

 private:
  HttpResponse send(const HttpRequest& request, ByteSink* body,
                    const CallContext& context) override;
  std::string make_folder(const std::string& name);

  const testing::Quirks& quirks_;
  std::string instance_id_;
  Backend backend_;
  testing::TestClock clock_;
  testing::MemoryKeyValues state_;
  std::atomic<bool> configuring_{true};
  std::atomic<bool> children_stall_{false};
  std::atomic<bool> make_folders_{true};
  std::atomic<int> requests_{0};
  std::atomic<int> children_{0};
  std::atomic<int> folders_{0};
  std::atomic<int> uses_{0};
  mutable std::mutex mutex_;
  std::optional<testing::TempFolder> folder_;
  std::string log_;
};

}  // namespace portside::conformance
