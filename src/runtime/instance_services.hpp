// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "log/logger.hpp"
#include "portside/api/host_services.hpp"
#include "portside/host/plugin_registry.hpp"
#include "runtime/shared_loop.hpp"

namespace portside::runtime {

/// What the host hands to one plugin instance. Lives as long as the instance's object.
class InstanceServices final : public HostServices {
 public:
  /// `options` as given to the registry; `http` fills in what the plugin leaves open; `state` is
  /// this instance's part of the store; `loop` is for what its clients send without a thread.
  InstanceServices(std::string instance_id, const HostOptions& options, HttpDefaults http,
                   log::Logger logger, std::shared_ptr<KeyValues> state,
                   std::shared_ptr<SharedLoop> loop);

  std::string instance_id() const override { return instance_id_; }
  void log(LogLevel level, std::string_view message, const Json& fields) noexcept override;
  Millis now() const noexcept override;
  HttpClient& http(const HttpOptions& options) override;
  KeyValues& state() override { return *state_; }
  Crypto& crypto() override;
  std::string data_dir() override;
  std::string temp_dir(const CallContext& context) override;
  std::int32_t run_child(const ChildCommand& command, ByteSink& out, ByteSink& err,
                         const CallContext& context) override;
  void* extension(const char* id) noexcept override;

  /// The first client that was made for the origin of `url`; null when there is none. Throws
  /// kInvalidArgument for what is no URL. [any]
  std::shared_ptr<HttpClient> client_for(const std::string& url);

  /// configure() has returned: from now on http() throws.
  void configured() noexcept { configuring_ = false; }

  /// The call of `context` has ended: removes its temporary folders.
  void call_ended(const CallContext* context) noexcept;

 private:
  using TempDirs = std::multimap<const CallContext*, std::string>;

  std::shared_ptr<HttpClient> make_client(const HttpOptions& options) const;
  TempDirs::node_type take_temp_dir(const CallContext* context);
  template <typename Matches>
  std::shared_ptr<HttpClient> client_where(const Matches& matches);

  const std::string instance_id_;
  /// Outlives the clients.
  const std::shared_ptr<SharedLoop> loop_;
  const HttpDefaults http_defaults_;
  const log::Logger logger_;
  const std::shared_ptr<KeyValues> state_;
  const std::function<Millis()> now_;
  const std::function<std::shared_ptr<HttpClient>(const std::string&, const HttpOptions&)>
      make_http_client_;
  const std::string data_root_;
  const std::string temp_root_;

  std::atomic<bool> configuring_{true};
  std::mutex mutex_;
  struct MadeClient {
    /// As http::Url::origin() writes them.
    std::set<std::string> origins;
    std::shared_ptr<HttpClient> client;
  };
  std::vector<MadeClient> http_clients_;
  std::atomic<std::size_t> temp_dir_count_{0};
  TempDirs temp_dirs_;
  std::mutex data_dir_mutex_;
};

}  // namespace portside::runtime
