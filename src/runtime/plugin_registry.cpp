// SPDX-License-Identifier: Apache-2.0
#include "portside/host/plugin_registry.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include "config/names.hpp"
#include "loader/printable.hpp"
#include "portside/api/error.hpp"
#include "portside/host/call.hpp"
#include "runtime/config_check.hpp"
#include "runtime/instance_factory.hpp"
#include "runtime/offloaded_processor.hpp"
#include "runtime/offloaded_scanner.hpp"
#include "runtime/processor_guard.hpp"
#include "runtime/scanner_guard.hpp"

namespace portside {
namespace {

using runtime::CallAccount;
using runtime::Instance;
using runtime::Offload;
using Clock = std::chrono::steady_clock;

log::Logger make_logger(const HostOptions& options) {
  return {options.log ? options.log : log::make_stderr_sink(LogLevel::kWarning), "portside"};
}

std::unique_ptr<state::StateStore> make_store(const HostOptions& options) {
  if (options.data_dir.empty()) return state::make_memory_store();
  namespace fs = std::filesystem;
  std::error_code error;
  if (fs::create_directories(options.data_dir, error)) {
    fs::permissions(options.data_dir, fs::perms::owner_all, error);
  }
  if (error) {
    throw AdapterError(ErrorCode::kIo, "cannot make the data folder " + options.data_dir + ": " +
                                           error.message() + "; name one that can be written");
  }
  return state::make_sqlite_store((fs::path(options.data_dir) / "state.db").string());
}

HostOptions checked(const Config& config, HostOptions options) {
  runtime::check_config(config, options);
  return options;
}

/// Far enough for "for ever", near enough not to overflow a clock.
constexpr Millis kLongestWait = Millis{365} * 24 * 3'600 * 1'000;

Clock::time_point after(Millis duration) {
  return Clock::now() + std::chrono::milliseconds(std::clamp<Millis>(duration, 0, kLongestWait));
}

Millis until(Clock::time_point end) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
  return std::max<Millis>(left.count(), 0);
}

}  // namespace

class PluginRegistry::Impl {
 public:
  Impl(Config given_config, HostOptions given_options)
      : config(std::move(given_config)),
        options(checked(config, std::move(given_options))),
        logger(make_logger(options)),
        state(make_store(options)),
        catalog(config.plugins, config.trust, options.probe_program, logger),
        offload(options.overdue_calls == OverdueCalls::kAbandon
                    ? std::make_shared<Offload>(options.max_abandoned_calls, options.abandon_grace)
                    : nullptr),
        factory(config, options, logger, catalog, *state, offload) {}

  template <typename Interface, typename Guard, typename Offloaded>
  std::shared_ptr<Interface> open(std::string_view kind, const std::string& adapter_id,
                                  std::map<std::string, std::shared_ptr<Interface>>& handles) {
    // It becomes part of paths.
    if (!config::is_adapter_id(adapter_id)) {
      throw AdapterError(ErrorCode::kInvalidArgument,
                         "'" + adapter_id + "' is not " + std::string(config::kAdapterIdRule));
    }
    const std::scoped_lock lock(mutex);
    if (closed) {
      throw AdapterError(ErrorCode::kShuttingDown,
                         "the plugin registry is shut down and opens no adapters");
    }
    if (const auto found = handles.find(adapter_id); found != handles.end()) return found->second;
    const auto account = std::make_shared<CallAccount>(adapter_id);
    std::shared_ptr<Instance> instance = factory.make(kind, account, builtins);
    std::shared_ptr<Interface> handle = std::make_shared<Guard>(instance);
    if (offload) handle = std::make_shared<Offloaded>(account, std::move(handle), offload);
    instances.push_back(std::move(instance));
    return handles[adapter_id] = std::move(handle);
  }

  std::vector<PluginInfo> list() const {
    const std::scoped_lock lock(mutex);
    std::vector<PluginInfo> infos = builtins.list();
    for (PluginInfo& file : catalog.list()) {
      if (file.state == PluginState::kAvailable && builtins.has(file.name)) {
        file.state = PluginState::kShadowed;
        file.reason_code = PluginReason::kDuplicate;
        file.reason = loader::printable(file.path) + ": this program has a built-in plugin " +
                      file.name +
                      ", which comes first; remove the file, or give the plugin another name";
      }
      infos.push_back(std::move(file));
    }
    return infos;
  }

  /// The instances that have calls in them at `end`; destroys the objects of the others.
  std::vector<std::shared_ptr<Instance>> drain(std::vector<std::shared_ptr<Instance>> open,
                                               Clock::time_point end) {
    std::erase_if(open, [&](const auto& instance) {
      std::shared_ptr<void> object;
      if (!instance->drain(until(end), object)) return false;
      destroy(instance->id(), std::move(object));
      return true;
    });
    return open;
  }

  bool shutdown(Millis deadline) {
    const std::scoped_lock one_at_a_time(shutdown_mutex);
    std::vector<std::shared_ptr<Instance>> left = close_all();
    left = drain(std::move(left), after(deadline));
    if (!left.empty()) {
      if (offload) offload->cancel_all();
      left = drain(std::move(left), after(options.abandon_grace));
    }
    for (const auto& instance : left) {
      logger.warning(instance->id() + ": a call did not end and is left behind at shutdown");
    }
    // Idle threads end at once; one that is left behind is not waited for again.
    const bool calls_ended = left.empty() && undestroyed.empty();
    const bool threads_ended = !offload || offload->stop(calls_ended ? options.abandon_grace : 0);
    const std::scoped_lock lock(mutex);
    instances = std::move(left);
    return calls_ended && threads_ended;
  }

  std::vector<std::shared_ptr<Instance>> close_all() {
    const std::scoped_lock lock(mutex);
    closed = true;
    for (const auto& instance : instances) instance->close();
    return std::move(instances);
  }

  /// A destructor is plugin code too, and may hang: then the object is kept for good.
  void destroy(const std::string& id, std::shared_ptr<void> object) {
    if (!offload || !object) return;
    const Call call({.deadline = options.abandon_grace});
    const auto holder = std::make_shared<std::shared_ptr<void>>(std::move(object));
    try {
      offload->run(std::make_shared<CallAccount>(id), "the destructor", call.context(),
                   [holder](runtime::CallFence&) { holder->reset(); });
    } catch (const AdapterError& error) {
      undestroyed.push_back(holder);
      logger.warning(error.message);
    }
  }

  const Config config;
  const HostOptions options;
  const log::Logger logger;
  const std::unique_ptr<state::StateStore> state;
  runtime::PluginCatalog catalog;
  const std::shared_ptr<Offload> offload;
  runtime::InstanceFactory factory;

  /// Holds one shutdown off while another one runs.
  std::mutex shutdown_mutex;
  std::vector<std::shared_ptr<void>> undestroyed;

  /// Guards what follows.
  mutable std::mutex mutex;
  bool closed = false;
  runtime::Builtins builtins;
  std::vector<std::shared_ptr<Instance>> instances;
  std::map<std::string, std::shared_ptr<ScannerAdapter>> scanners;
  std::map<std::string, std::shared_ptr<Processor>> processors;
};

PluginRegistry::PluginRegistry(Config config, HostOptions options)
    : impl_(std::make_unique<Impl>(std::move(config), std::move(options))) {}

PluginRegistry::~PluginRegistry() {
  if (shutdown(0)) return;
  // A call that was left behind still uses what belongs to the registry: it is kept for good, in a
  // list that is never destroyed either.
  static std::mutex mutex;
  static auto* const left_behind = new std::vector<std::unique_ptr<Impl>>();
  const std::scoped_lock lock(mutex);
  left_behind->push_back(std::move(impl_));
}

void PluginRegistry::add_scanner(const std::string& name,
                                 std::function<std::unique_ptr<ScannerAdapter>()> make) {
  const std::scoped_lock lock(impl_->mutex);
  impl_->builtins.add("scanner", name, [make = std::move(make)] {
    return std::shared_ptr<void>(std::shared_ptr<ScannerAdapter>(make()));
  });
}

void PluginRegistry::add_processor(const std::string& name,
                                   std::function<std::unique_ptr<Processor>()> make) {
  const std::scoped_lock lock(impl_->mutex);
  impl_->builtins.add("processor", name, [make = std::move(make)] {
    return std::shared_ptr<void>(std::shared_ptr<Processor>(make()));
  });
}

std::vector<PluginInfo> PluginRegistry::plugins() const {
  return impl_->list();
}

std::vector<PluginInfo> PluginRegistry::probe_all() {
  impl_->catalog.probe_all();
  return plugins();
}

std::shared_ptr<ScannerAdapter> PluginRegistry::scanner(const std::string& adapter_id) {
  return impl_->open<ScannerAdapter, runtime::ScannerGuard, runtime::OffloadedScanner>(
      "scanner", adapter_id, impl_->scanners);
}

std::shared_ptr<Processor> PluginRegistry::processor(const std::string& adapter_id) {
  return impl_->open<Processor, runtime::ProcessorGuard, runtime::OffloadedProcessor>(
      "processor", adapter_id, impl_->processors);
}

std::shared_ptr<ScannerAdapter> PluginRegistry::selected_scanner() {
  if (impl_->config.scanner.empty()) {
    throw AdapterError(ErrorCode::kNotFound,
                       "the configuration selects no scanner; name an adapter id under scanner");
  }
  return scanner(impl_->config.scanner);
}

bool PluginRegistry::shutdown(Millis deadline) {
  return impl_->shutdown(deadline);
}

}  // namespace portside
