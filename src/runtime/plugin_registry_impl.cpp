// SPDX-License-Identifier: Apache-2.0
#include "runtime/plugin_registry_impl.hpp"

#include <algorithm>
#include <filesystem>

#include "config/names.hpp"
#include "http/url.hpp"
#include "loader/printable.hpp"
#include "portside/api/error.hpp"
#include "runtime/config_check.hpp"
#include "runtime/offloaded_processor.hpp"
#include "runtime/offloaded_scanner.hpp"
#include "runtime/processor_guard.hpp"
#include "runtime/scanner_guard.hpp"

namespace portside {

using runtime::AdapterSlot;
using runtime::CallAccount;
using runtime::Instance;
using runtime::Offload;

namespace {

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

AdapterError shut_down() {
  return AdapterError(ErrorCode::kShuttingDown,
                      "the plugin registry is shut down and takes no calls");
}

}  // namespace

AdapterError PluginRegistry::Impl::no_longer_configured(const std::string& adapter_id) {
  return AdapterError(
      ErrorCode::kNotFound,
      "the adapter " + adapter_id + " is no longer in the configuration; name another one");
}

PluginRegistry::Impl::Impl(Config config, HostOptions options)
    : options_(checked(config, std::move(options))),
      own_log_(options_.log ? nullptr : log::make_stderr_sink(config.log)),
      logger_(own_log_ ? own_log_ : options_.log, "portside"),
      state_(make_store(options_)),
      catalog_(config.plugins, config.trust, options_.probe_program, logger_),
      offload_(options_.overdue_calls == OverdueCalls::kAbandon
                   ? std::make_shared<Offload>(options_.max_abandoned_calls, options_.abandon_grace)
                   : nullptr),
      loop_(std::make_shared<runtime::SharedLoop>()),
      factory_(options_, logger_, catalog_, *state_, offload_, loop_),
      retirement_(offload_, options_.abandon_grace, logger_),
      config_(std::move(config)) {}

void PluginRegistry::Impl::throw_if_closed() const {
  if (closed_) throw shut_down();
}

template <typename Interface, typename Guard, typename Offloaded>
std::shared_ptr<Interface> PluginRegistry::Impl::open(
    std::string_view kind, const std::string& adapter_id,
    std::map<std::string, std::shared_ptr<Interface>>& handles) {
  // It becomes part of paths.
  if (!config::is_adapter_id(adapter_id)) {
    throw AdapterError(ErrorCode::kInvalidArgument,
                       "'" + adapter_id + "' is not " + std::string(config::kAdapterIdRule));
  }
  const std::scoped_lock lock(mutex_);
  throw_if_closed();
  if (const auto found = handles.find(adapter_id); found != handles.end()) return found->second;
  if (removed_.contains(adapter_id)) throw no_longer_configured(adapter_id);
  std::shared_ptr<Interface> handle;
  if (offload_) {
    handle = std::make_shared<Offloaded>(slot({std::string(kind), adapter_id}), offload_);
  } else {
    handle = std::make_shared<Guard>(slot({std::string(kind), adapter_id}));
  }
  return handles[adapter_id] = std::move(handle);
}

std::shared_ptr<ScannerAdapter> PluginRegistry::Impl::scanner(const std::string& adapter_id) {
  return open<ScannerAdapter, runtime::ScannerGuard, runtime::OffloadedScanner>(
      "scanner", adapter_id, scanners_);
}

std::shared_ptr<Processor> PluginRegistry::Impl::processor(const std::string& adapter_id) {
  return open<Processor, runtime::ProcessorGuard, runtime::OffloadedProcessor>(
      "processor", adapter_id, processors_);
}

std::string PluginRegistry::Impl::selected_scanner() const {
  const std::scoped_lock lock(mutex_);
  return config_.scanner;
}

std::shared_ptr<HttpClient> PluginRegistry::Impl::client_for(const std::string& adapter_id,
                                                             const std::string& url) {
  scanner(adapter_id);  // throws for what is none
  std::shared_ptr<AdapterSlot> slot;
  {
    const std::scoped_lock lock(mutex_);
    slot = this->slot({"scanner", adapter_id});
  }
  const runtime::Stay stay = slot->enter();
  const std::shared_ptr<runtime::InstanceServices> services = stay.instance().services();
  std::shared_ptr<HttpClient> client = services ? services->client_for(url) : nullptr;
  if (client) return client;
  throw AdapterError(ErrorCode::kInvalidArgument,
                     adapter_id + " has no HTTP client for " + http::shown_url(url) +
                         "; in configure() it has to make one with this origin");
}

/// Its slot; a new one when there is none. With the mutex held.
std::shared_ptr<AdapterSlot> PluginRegistry::Impl::slot(const Place& place) {
  std::shared_ptr<AdapterSlot>& found = slots_[place];
  if (!found) {
    try {
      found = std::make_shared<AdapterSlot>(
          place.second, make(place, std::make_shared<CallAccount>(place.second), config_));
    } catch (...) {
      slots_.erase(place);
      throw;
    }
  }
  return found;
}

std::shared_ptr<Instance> PluginRegistry::Impl::make(const Place& place,
                                                     std::shared_ptr<CallAccount> account,
                                                     const Config& config) {
  return factory_.make(place.first, std::move(account), runtime::settings_of(config, place.second),
                       builtins_);
}

std::vector<std::string> PluginRegistry::Impl::kinds_of(const std::string& plugin) const {
  std::vector<std::string> kinds = builtins_.kinds_of(plugin);
  return kinds.empty() ? catalog_.kinds_of(plugin) : kinds;
}

/// What an adapter is used as: what the configuration says, else the first kind that its plugin
/// makes. With the mutex held.
std::string PluginRegistry::Impl::kind_for(const std::string& adapter_id,
                                           const Config& config) const {
  const std::vector<std::string> kinds = kinds_of(std::string(plugin_name_of(adapter_id)));
  const bool as_processor = config.processors.contains(adapter_id);
  const bool as_scanner = config.scanner == adapter_id;
  if (as_processor != as_scanner) return as_scanner ? "scanner" : "processor";
  return kinds.front();
}

std::string PluginRegistry::Impl::config_schema(const std::string& adapter_id) {
  const std::string name(plugin_name_of(adapter_id));
  std::string kind;
  {
    const std::scoped_lock lock(mutex_);
    if (builtins_.has(name)) return {};
    kind = kind_for(adapter_id, config_);
  }
  const char* const schema = catalog_.load(name, kind)->entry(kind)->config_schema;
  return schema == nullptr ? "" : schema;
}

void PluginRegistry::Impl::prepare(const std::string& adapter_id) {
  std::string kind;
  {
    const std::scoped_lock lock(mutex_);
    kind = kind_for(adapter_id, config_);
  }
  if (kind == "scanner") {
    scanner(adapter_id);
  } else {
    processor(adapter_id);
  }
  std::shared_ptr<AdapterSlot> slot;
  {
    const std::scoped_lock lock(mutex_);
    slot = this->slot({kind, adapter_id});
  }
  const runtime::Stay stay = slot->enter();
  // Longer than the attempt itself may take, whose own sentence says more.
  const Call call({.deadline = options_.create_deadline + 2 * options_.abandon_grace});
  stay.instance().make_now(call.context());
}

void PluginRegistry::Impl::add_builtin(std::string_view kind, const std::string& name,
                                       runtime::Builtins::Make make) {
  const std::scoped_lock lock(mutex_);
  builtins_.add(kind, name, std::move(make));
}

std::vector<PluginInfo> PluginRegistry::Impl::list() const {
  const std::scoped_lock lock(mutex_);
  std::vector<PluginInfo> infos = builtins_.list();
  for (PluginInfo& file : catalog_.list()) {
    if (file.state == PluginState::kAvailable && builtins_.has(file.name)) {
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

/// An apply() under way ends soon: it gives up the object that it waits for.
void PluginRegistry::Impl::close() {
  const std::scoped_lock lock(mutex_);
  closed_ = true;
  if (preparation_ != nullptr) preparation_->cancel();
}

bool PluginRegistry::Impl::shutdown(Millis deadline) {
  close();
  const std::scoped_lock one_at_a_time(change_mutex_);
  std::vector<std::shared_ptr<Instance>> instances;
  {
    const std::scoped_lock lock(mutex_);
    for (const auto& [place, slot] : slots_) {
      if (auto last = slot->close(shut_down())) instances.push_back(std::move(last));
    }
  }
  const bool calls_ended = retirement_.finish(std::move(instances), deadline);
  // Idle threads end at once; one that is left behind is not waited for again.
  const bool threads_ended = !offload_ || offload_->stop(calls_ended ? options_.abandon_grace : 0);
  return calls_ended && threads_ended;
}

}  // namespace portside
