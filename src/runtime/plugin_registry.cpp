// SPDX-License-Identifier: Apache-2.0
#include "portside/host/plugin_registry.hpp"

#include <mutex>
#include <utility>

#include "portside/api/error.hpp"
#include "runtime/plugin_registry_impl.hpp"

namespace portside {

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
  impl_->add_builtin("scanner", name, [make = std::move(make)] {
    return std::shared_ptr<void>(std::shared_ptr<ScannerAdapter>(make()));
  });
}

void PluginRegistry::add_processor(const std::string& name,
                                   std::function<std::unique_ptr<Processor>()> make) {
  impl_->add_builtin("processor", name, [make = std::move(make)] {
    return std::shared_ptr<void>(std::shared_ptr<Processor>(make()));
  });
}

std::vector<PluginInfo> PluginRegistry::plugins() const {
  return impl_->list();
}

std::vector<PluginInfo> PluginRegistry::probe_all() {
  impl_->probe_all();
  return plugins();
}

std::shared_ptr<ScannerAdapter> PluginRegistry::scanner(const std::string& adapter_id) {
  return impl_->scanner(adapter_id);
}

std::shared_ptr<Processor> PluginRegistry::processor(const std::string& adapter_id) {
  return impl_->processor(adapter_id);
}

std::shared_ptr<ScannerAdapter> PluginRegistry::selected_scanner() {
  const std::string id = impl_->selected_scanner();
  if (id.empty()) {
    throw AdapterError(ErrorCode::kNotFound,
                       "the configuration selects no scanner; name an adapter id under scanner");
  }
  return scanner(id);
}

std::shared_ptr<HttpClient> PluginRegistry::client_for(const std::string& adapter_id,
                                                       const std::string& url) {
  return impl_->client_for(adapter_id, url);
}

std::string PluginRegistry::config_schema(const std::string& adapter_id) {
  return impl_->config_schema(adapter_id);
}

void PluginRegistry::prepare(const std::string& adapter_id) {
  impl_->prepare(adapter_id);
}

ApplyReport PluginRegistry::apply(Config config) {
  return impl_->apply(std::move(config));
}

bool PluginRegistry::reload(const std::string& path, const SecretLookup& secrets) noexcept {
  return impl_->reload(path, secrets);
}

bool PluginRegistry::shutdown(Millis deadline) {
  return impl_->shutdown(deadline);
}

}  // namespace portside
