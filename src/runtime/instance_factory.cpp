// SPDX-License-Identifier: Apache-2.0
#include "runtime/instance_factory.hpp"

#include <chrono>
#include <utility>

#include "portside/api/error.hpp"
#include "portside/host/call.hpp"
#include "runtime/document_check.hpp"
#include "runtime/make_object.hpp"
#include "words/duration_text.hpp"

namespace portside::runtime {
namespace {

Millis steady_now() {
  using std::chrono::duration_cast, std::chrono::milliseconds, std::chrono::steady_clock;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

}  // namespace

InstanceFactory::InstanceFactory(const HostOptions& options, log::Logger logger,
                                 PluginCatalog& catalog, state::StateStore& state,
                                 std::shared_ptr<Offload> offload, std::shared_ptr<SharedLoop> loop)
    : options_(options),
      logger_(std::move(logger)),
      catalog_(catalog),
      state_(state),
      offload_(std::move(offload)),
      loop_(std::move(loop)) {}

std::shared_ptr<Instance> InstanceFactory::make(std::string_view kind,
                                                std::shared_ptr<CallAccount> account,
                                                AdapterSettings settings,
                                                const Builtins& builtins) {
  const std::string& adapter_id = account->who;
  const std::string name(plugin_name_of(adapter_id));
  const Builtins::Make* builtin = builtins.find(kind, name);
  if (builtin == nullptr) catalog_.require(name, kind);
  Construct construct = builtin != nullptr
                            ? of_builtin(kind, adapter_id, std::move(settings.document), *builtin)
                            : of_plugin(kind, adapter_id, std::move(settings.document));
  Instance::Make make = with_deadline(std::move(construct), account, std::move(settings.http));
  return std::make_shared<Instance>(std::move(account), std::move(make), starter(), &steady_now);
}

InstanceFactory::Construct InstanceFactory::of_plugin(std::string_view kind,
                                                      const std::string& adapter_id,
                                                      Secret document) {
  return [this, kind = std::string(kind), adapter_id,
          document = std::move(document)](std::shared_ptr<InstanceServices> services) {
    auto plugin = catalog_.load(std::string(plugin_name_of(adapter_id)), kind);
    check_document(plugin->entry(kind)->config_schema, adapter_id, document);
    return make_object(std::move(plugin), kind, adapter_id, document, std::move(services));
  };
}

InstanceFactory::Construct InstanceFactory::of_builtin(std::string_view kind,
                                                       const std::string& adapter_id,
                                                       Secret document,
                                                       Builtins::Make make_builtin) {
  return [kind = std::string(kind), adapter_id, document = std::move(document),
          make_builtin = std::move(make_builtin)](std::shared_ptr<InstanceServices> services) {
    return adopt_object(make_builtin(), kind, adapter_id, document, std::move(services));
  };
}

Instance::Make InstanceFactory::with_deadline(Construct construct,
                                              std::shared_ptr<CallAccount> account,
                                              HttpDefaults http) {
  Instance::Make make = [this, construct = std::move(construct), id = account->who,
                         http = std::move(http)] {
    return construct(std::make_shared<InstanceServices>(id, options_, http, logger_.named(id),
                                                        state_.open(id), loop_));
  };
  if (offload_ == nullptr) return make;
  return [make = std::move(make), account = std::move(account), offload = offload_,
          deadline = options_.create_deadline] {
    const Call call({.deadline = deadline});
    try {
      return offload->run(account, "configure", call.context(),
                          [make](CallFence&) { return make(); });
    } catch (const AdapterError& error) {
      // With time left it is the plugin's own deadline that passed.
      if (error.code != ErrorCode::kDeadlineExceeded || call.context().time_left() > 0) throw;
      throw AdapterError(ErrorCode::kPluginCreateFailed,
                         account->who +
                             ": the plugin was not loaded, constructed and configured within " +
                             words::duration_text(deadline) +
                             "; the attempt was given up, ask the plugin's vendor");
    }
  };
}

Instance::Start InstanceFactory::starter() const {
  if (offload_ == nullptr) return [](const std::function<void()>& job) { job(); };
  return [offload = offload_](std::function<void()> job) { offload->start(std::move(job)); };
}

}  // namespace portside::runtime
