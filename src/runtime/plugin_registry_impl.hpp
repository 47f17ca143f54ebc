// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "log/configured_sink.hpp"
#include "log/logger.hpp"
#include "portside/host/call.hpp"
#include "portside/host/plugin_registry.hpp"
#include "runtime/adapter_slot.hpp"
#include "runtime/builtins.hpp"
#include "runtime/config_changes.hpp"
#include "runtime/instance_factory.hpp"
#include "runtime/offload.hpp"
#include "runtime/plugin_catalog.hpp"
#include "runtime/retirement.hpp"
#include "state/state_store.hpp"

namespace portside {

/// Everything behind a PluginRegistry.
class PluginRegistry::Impl {
 public:
  Impl(Config config, HostOptions options);

  std::shared_ptr<ScannerAdapter> scanner(const std::string& adapter_id);
  std::shared_ptr<Processor> processor(const std::string& adapter_id);
  std::string selected_scanner() const;
  std::shared_ptr<HttpClient> client_for(const std::string& adapter_id, const std::string& url);
  std::vector<PluginInfo> list() const;
  void probe_all() { catalog_.probe_all(); }
  std::string config_schema(const std::string& adapter_id);
  void prepare(const std::string& adapter_id);

  void add_builtin(std::string_view kind, const std::string& name, runtime::Builtins::Make make);

  /// In plugin_registry_reload.cpp.
  ApplyReport apply(Config next);
  bool reload(const std::string& path, const SecretLookup& secrets) noexcept;

  bool shutdown(Millis deadline);

 private:
  /// Kind and adapter id.
  using Place = std::pair<std::string, std::string>;
  using Instances = std::map<Place, std::shared_ptr<runtime::Instance>>;

  template <typename Interface, typename Guard, typename Offloaded>
  std::shared_ptr<Interface> open(std::string_view kind, const std::string& adapter_id,
                                  std::map<std::string, std::shared_ptr<Interface>>& handles);
  std::shared_ptr<runtime::AdapterSlot> slot(const Place& place);
  std::shared_ptr<runtime::Instance> make(const Place& place,
                                          std::shared_ptr<runtime::CallAccount> account,
                                          const Config& config);
  std::vector<std::string> kinds_of(const std::string& plugin) const;
  std::string kind_for(const std::string& adapter_id, const Config& config) const;
  static AdapterError no_longer_configured(const std::string& adapter_id);
  void throw_if_closed() const;
  void close();

  Config read(const std::string& path, const SecretLookup& secrets);
  std::vector<Place> places_of(const std::string& adapter_id, const Config& config) const;
  void prepare(const runtime::ConfigChanges& changes, const Config& next, Instances& prepared);
  void prepare(const std::string& adapter_id, const Config& next, Instances& prepared);
  void wait_for(runtime::Instance& instance);
  std::vector<std::shared_ptr<runtime::Instance>> commit(const runtime::ConfigChanges& changes,
                                                         Config next, Instances& prepared);
  void replace(const Place& place, std::shared_ptr<runtime::Instance> instance,
               std::vector<std::shared_ptr<runtime::Instance>>& old);
  void remove(const std::string& adapter_id, std::vector<std::shared_ptr<runtime::Instance>>& old);
  ApplyReport report(const runtime::ConfigChanges& changes) const;

  const HostOptions options_;
  /// Null when the host has a log of its own.
  const std::shared_ptr<log::ConfiguredSink> own_log_;
  const log::Logger logger_;
  const std::unique_ptr<state::StateStore> state_;
  runtime::PluginCatalog catalog_;
  const std::shared_ptr<runtime::Offload> offload_;
  /// Also kept by every instance, whose clients use it.
  const std::shared_ptr<runtime::SharedLoop> loop_;
  runtime::InstanceFactory factory_;
  runtime::Retirement retirement_;

  /// Held by whoever changes everything: apply() and shutdown(), one at a time.
  std::mutex change_mutex_;

  /// Guards what follows.
  mutable std::mutex mutex_;
  Config config_;
  bool closed_ = false;
  /// Waits for the object that apply() is making; else null.
  Call* preparation_ = nullptr;
  /// Adapters that a configuration left out, until one names them again.
  std::set<std::string> removed_;
  runtime::Builtins builtins_;
  std::map<Place, std::shared_ptr<runtime::AdapterSlot>> slots_;
  std::map<std::string, std::shared_ptr<ScannerAdapter>> scanners_;
  std::map<std::string, std::shared_ptr<Processor>> processors_;
};

}  // namespace portside
