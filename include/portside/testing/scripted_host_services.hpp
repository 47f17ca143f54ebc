// SPDX-License-Identifier: Apache-2.0
//
// The host of a plugin under test, without a host: everything that the plugin gets from it can be
// set and everything that the plugin does with it can be seen.
//
//   ScriptedHostServices host("clair@test");
//   host.http_client().expect("GET", "http://scanner/health").respond(200);
//   MyAdapter adapter;
//   adapter.configure({R"({"url":"http://scanner"})"}, host);
//   host.end_configure();
//   TestCallContext context(host.clock(), 5'000);
//   EXPECT_TRUE(adapter.status(context).reachable);
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "portside/api/error.hpp"
#include "portside/api/host_services.hpp"
#include "portside/testing/memory_key_values.hpp"
#include "portside/testing/scripted_children.hpp"
#include "portside/testing/scripted_http_client.hpp"
#include "portside/testing/temp_folder.hpp"
#include "portside/testing/test_clock.hpp"

namespace portside::testing {

/// Folders are real, in a temporary one that is removed with the object; all else is in memory.
class ScriptedHostServices final : public HostServices {
 public:
  /// One line that the plugin logged.
  struct LogLine {
    LogLevel level;
    std::string message;
    std::string fields;
  };

  explicit ScriptedHostServices(std::string instance_id = "test")
      : instance_id_(std::move(instance_id)) {}
  ScriptedHostServices(const ScriptedHostServices&) = delete;
  ScriptedHostServices& operator=(const ScriptedHostServices&) = delete;

  /// What now() tells.
  TestClock& clock() noexcept { return clock_; }
  /// The script behind every client that http() returns.
  ScriptedHttpClient& http_client() noexcept { return http_; }
  /// What http() was called with, in order.
  const std::vector<HttpOptions>& http_options() const noexcept { return http_options_; }
  /// The script behind run_child().
  ScriptedChildren& children() noexcept { return children_; }
  /// What state() returns, with the means to look into it.
  MemoryKeyValues& key_values() noexcept { return state_; }

  /// From here on http() throws kPluginContract, as it does in a host after configure().
  void end_configure() noexcept { configuring_ = false; }

  /// Lends the plugin real primitives, which outlive this object; without them crypto() throws
  /// kUnsupported. (These headers bring none: tests that need some link a crypto library or
  /// Portside's host.)
  void set_crypto(Crypto& crypto) noexcept { crypto_ = &crypto; }

  /// Offers an optional service.
  void set_extension(std::string id, void* service) { extensions_[std::move(id)] = service; }

  /// Everything logged so far. [any]
  std::vector<LogLine> log_lines() const {
    const std::lock_guard lock(mutex_);
    return log_;
  }

  std::string instance_id() const override { return instance_id_; }

  void log(LogLevel level, std::string_view message, const Json& fields) noexcept override {
    const std::lock_guard lock(mutex_);
    log_.push_back({level, std::string(message), fields.text});
  }

  Millis now() const noexcept override { return clock_.now(); }

  HttpClient& http(const HttpOptions& options) override {
    if (!configuring_) {
      throw AdapterError(ErrorCode::kPluginContract, "http() was called outside configure()");
    }
    http_options_.push_back(options);
    return http_;
  }

  KeyValues& state() override { return state_; }

  Crypto& crypto() override {
    if (crypto_ != nullptr) return *crypto_;
    throw AdapterError(ErrorCode::kUnsupported,
                       "this test lends no crypto; call ScriptedHostServices::set_crypto()");
  }

  std::string data_dir() override { return make_folder("data"); }

  /// Removed with this object, not with the call, so that tests can look into it.
  std::string temp_dir(const CallContext&) override {
    const std::lock_guard lock(mutex_);
    return make_folder("call-" + std::to_string(++temp_dirs_));
  }

  std::int32_t run_child(const ChildCommand& command, ByteSink& out, ByteSink& err,
                         const CallContext& context) override {
    return children_.run(command, out, err, context);
  }

  void* extension(const char* id) noexcept override {
    const auto found = extensions_.find(std::string_view(id));
    return found == extensions_.end() ? nullptr : found->second;
  }

 private:
  std::string make_folder(const std::string& name) {
    std::string path = folder_ / name;
    std::filesystem::create_directory(path);
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path;
  }

  std::string instance_id_;
  TestClock clock_;
  ScriptedHttpClient http_;
  std::vector<HttpOptions> http_options_;
  ScriptedChildren children_;
  MemoryKeyValues state_;
  Crypto* crypto_ = nullptr;
  std::map<std::string, void*, std::less<>> extensions_;
  bool configuring_ = true;
  TempFolder folder_;
  int temp_dirs_ = 0;
  mutable std::mutex mutex_;
  std::vector<LogLine> log_;
};

}  // namespace portside::testing
