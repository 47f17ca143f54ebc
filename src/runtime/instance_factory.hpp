// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "log/logger.hpp"
#include "portside/host/plugin_registry.hpp"
#include "runtime/builtins.hpp"
#include "runtime/instance.hpp"
#include "runtime/offload.hpp"
#include "runtime/plugin_catalog.hpp"
#include "state/state_store.hpp"

namespace portside::runtime {

/// What an adapter is configured with.
struct AdapterSettings {
  /// JSON text or empty.
  Secret document;
  HttpDefaults http;

  friend bool operator==(const AdapterSettings&, const AdapterSettings&) = default;
};

/// Puts instances together: which plugin, which services, on which thread it is made. Outlives the
/// attempts to make their objects.
class InstanceFactory {
 public:
  /// `offload` may be null: objects are then made on the thread of their first caller.
  InstanceFactory(const HostOptions& options, log::Logger logger, PluginCatalog& catalog,
                  state::StateStore& state, std::shared_ptr<Offload> offload,
                  std::shared_ptr<SharedLoop> loop);

  /// Of a built-in when `builtins` has one of that name, else of a plugin, which has to be fit
  /// (throws as PluginCatalog::require()). `account` is that of the instance's calls.
  std::shared_ptr<Instance> make(std::string_view kind, std::shared_ptr<CallAccount> account,
                                 AdapterSettings settings, const Builtins& builtins);

 private:
  /// Makes an object with services of its own.
  using Construct = std::function<MadeObject(std::shared_ptr<InstanceServices>)>;

  Construct of_plugin(std::string_view kind, const std::string& adapter_id, Secret document);
  Construct of_builtin(std::string_view kind, const std::string& adapter_id, Secret document,
                       Builtins::Make make_builtin);
  Instance::Make with_deadline(Construct construct, std::shared_ptr<CallAccount> account,
                               HttpDefaults http);
  Instance::Start starter() const;

  const HostOptions& options_;
  const log::Logger logger_;
  PluginCatalog& catalog_;
  state::StateStore& state_;
  const std::shared_ptr<Offload> offload_;
  const std::shared_ptr<SharedLoop> loop_;
};

}  // namespace portside::runtime
