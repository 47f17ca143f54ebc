// SPDX-License-Identifier: Apache-2.0
//
// One configuration takes the place of another: everything that can fail is done first, on the
// side; what is done then cannot fail.
#include <algorithm>
#include <set>
#include <sstream>
#include <utility>

#include "config/document.hpp"
#include "config/schema_check.hpp"
#include "portside/api/error.hpp"
#include "portside/host/call.hpp"
#include "runtime/config_check.hpp"
#include "runtime/plugin_registry_impl.hpp"
#include "words/word_list.hpp"

namespace portside {

using runtime::CallAccount;
using runtime::ConfigChanges;
using runtime::Instance;

namespace {

/// Collects what is wrong with several adapters.
class Failures {
 public:
  void add(const std::string& adapter_id, const AdapterError& error) {
    const std::string place = "adapters." + adapter_id;
    const bool has_place = error.message.starts_with(place);
    const bool has_id = error.message.starts_with(adapter_id + ": ");
    const std::string message = has_place ? error.message
                                : has_id  ? "adapters." + error.message
                                          : place + ": " + error.message;
    if (!first_) first_ = AdapterError(error.code, message);
    // A detail that lists mistakes begins with the one that is the message.
    const bool is_list = error.detail.starts_with(error.message);
    all_ += is_list && has_place ? error.detail : message;
    if (!all_.ends_with('\n')) all_ += '\n';
  }

  void throw_if_any() const {
    if (first_) throw AdapterError(first_->code, first_->message, all_);
  }

 private:
  std::optional<AdapterError> first_;
  std::string all_;
};

/// Most sentences begin with the file's name.
std::string about(const std::string& path, const std::string& message) {
  return message.starts_with(path) ? message : path + ": " + message;
}

std::string summary(const ApplyReport& report) {
  std::ostringstream text;
  text << "the configuration was applied";
  if (!report.added.empty()) text << "; new: " << words::joined(report.added, ", ");
  if (!report.changed.empty()) text << "; changed: " << words::joined(report.changed, ", ");
  if (!report.removed.empty()) text << "; removed: " << words::joined(report.removed, ", ");
  text << "; unchanged adapters: " << report.unchanged;
  return text.str();
}

}  // namespace

/// Where an adapter is in use; where it would be, when it is not. With the mutex held.
std::vector<PluginRegistry::Impl::Place> PluginRegistry::Impl::places_of(
    const std::string& adapter_id, const Config& config) const {
  std::vector<Place> places;
  for (const auto& [place, slot] : slots_) {
    if (place.second == adapter_id) places.push_back(place);
  }
  if (places.empty()) places.emplace_back(kind_for(adapter_id, config), adapter_id);
  return places;
}

/// Makes and configures the new objects of one adapter.
void PluginRegistry::Impl::prepare(const std::string& adapter_id, const Config& next,
                                   Instances& prepared) {
  Instances made;
  {
    const std::scoped_lock lock(mutex_);
    throw_if_closed();
    for (const Place& place : places_of(adapter_id, next)) {
      const auto found = slots_.find(place);
      const auto present = found == slots_.end() ? nullptr : found->second->current();
      auto account =
          present ? std::make_shared<CallAccount>(place.second, present->account()->abandoned)
                  : std::make_shared<CallAccount>(place.second);
      made[place] = make(place, std::move(account), next);
    }
  }
  for (const auto& [place, instance] : made) {
    // Before anything can throw, so that it is destroyed in any case.
    prepared[place] = instance;
    wait_for(*instance);
  }
}

/// Makes its object, until shutdown() is called.
void PluginRegistry::Impl::wait_for(Instance& instance) {
  // Longer than the attempt itself may take, whose own sentence says more.
  Call call({.deadline = options_.create_deadline + 2 * options_.abandon_grace});
  {
    const std::scoped_lock lock(mutex_);
    throw_if_closed();
    preparation_ = &call;
  }
  const auto done = [this](Call*) {
    const std::scoped_lock lock(mutex_);
    preparation_ = nullptr;
  };
  const std::unique_ptr<Call, decltype(done)> registered(&call, done);
  instance.make_now(call.context());
}

void PluginRegistry::Impl::prepare(const ConfigChanges& changes, const Config& next,
                                   Instances& prepared) {
  Failures failures;
  for (const auto* ids : {&changes.added, &changes.changed}) {
    for (const std::string& id : *ids) {
      try {
        prepare(id, next, prepared);
      } catch (const AdapterError& error) {
        failures.add(id, error);
      }
    }
  }
  {
    const std::scoped_lock lock(mutex_);
    throw_if_closed();
  }
  failures.throw_if_any();
}

void PluginRegistry::Impl::replace(const Place& place, std::shared_ptr<Instance> instance,
                                   std::vector<std::shared_ptr<Instance>>& old) {
  const auto found = slots_.find(place);
  if (found == slots_.end()) {
    slots_[place] = std::make_shared<runtime::AdapterSlot>(place.second, std::move(instance));
  } else {
    old.push_back(found->second->replace(std::move(instance)));
  }
}

void PluginRegistry::Impl::remove(const std::string& adapter_id,
                                  std::vector<std::shared_ptr<Instance>>& old) {
  scanners_.erase(adapter_id);
  processors_.erase(adapter_id);
  std::erase_if(slots_, [&](const auto& entry) {
    if (entry.first.second != adapter_id) return false;
    old.push_back(entry.second->close(no_longer_configured(adapter_id)));
    return true;
  });
}

/// Returns the instances that take no more calls.
std::vector<std::shared_ptr<Instance>> PluginRegistry::Impl::commit(const ConfigChanges& changes,
                                                                    Config next,
                                                                    Instances& prepared) {
  std::vector<std::shared_ptr<Instance>> old;
  const std::scoped_lock lock(mutex_);
  throw_if_closed();
  // An adapter may have been handed out while new objects were made.
  for (const auto& [place, slot] : slots_) {
    const std::string& id = place.second;
    const bool stays = !std::ranges::binary_search(changes.removed, id);
    const bool changed = runtime::settings_of(config_, id) != runtime::settings_of(next, id);
    if (stays && changed && !prepared.contains(place)) {
      prepared[place] = make(place, std::make_shared<CallAccount>(id), next);
    }
  }
  for (const auto& [place, instance] : prepared) replace(place, instance, old);
  for (const std::string& id : changes.added) removed_.erase(id);
  for (const std::string& id : changes.removed) remove(id, old);
  removed_.insert(changes.removed.begin(), changes.removed.end());
  // What needs a restart is still what it was, also for the next comparison.
  next.plugins = config_.plugins;
  next.trust = config_.trust;
  config_ = std::move(next);
  if (own_log_) own_log_->set(config_.log);
  return old;
}

ApplyReport PluginRegistry::Impl::report(const ConfigChanges& changes) const {
  ApplyReport report{changes.added, changes.changed, changes.removed, changes.unchanged, {}};
  for (const PluginInfo& info : catalog_.list()) {
    if (info.reason_code == PluginReason::kChangedOnDisk) {
      report.restart_needed.push_back(info.reason);
    }
  }
  return report;
}

ApplyReport PluginRegistry::Impl::apply(Config next) {
  const std::scoped_lock one_at_a_time(change_mutex_);
  runtime::check_config(next, options_);
  ConfigChanges changes;
  std::vector<std::string> restart_needed;
  {
    const std::scoped_lock lock(mutex_);
    throw_if_closed();
    std::set<std::string> open;
    for (const auto& [place, slot] : slots_) open.insert(place.second);
    changes = runtime::compare(config_, next, {open.begin(), open.end()});
    restart_needed = runtime::parts_that_need_a_restart(config_, next);
  }
  Instances prepared;
  std::vector<std::shared_ptr<Instance>> old;
  try {
    prepare(changes, next, prepared);
    old = commit(changes, std::move(next), prepared);
  } catch (...) {
    for (const auto& [place, instance] : prepared) {
      instance->close();
      retirement_.retire(instance, 0);
    }
    throw;
  }
  for (auto& instance : old) retirement_.retire(std::move(instance), options_.drain_deadline);
  ApplyReport done = report(changes);
  done.restart_needed.insert(done.restart_needed.begin(), restart_needed.begin(),
                             restart_needed.end());
  return done;
}

/// Everything that is wrong in the file, with its line. A plugin that cannot be used is for apply()
/// to refuse, if its adapter is new or changed.
Config PluginRegistry::Impl::read(const std::string& path, const SecretLookup& secrets) {
  const Secret text = config::read_config_file(path);
  config::Document document(text.reveal(), config::format_of(path), path, secrets);
  const auto schema_of = [this](const std::string& id) -> std::optional<std::string> {
    try {
      return config_schema(id);
    } catch (const AdapterError&) {
      return std::nullopt;
    }
  };
  config::check_documents(document.tree(), schema_of, document.mistakes());
  document.mistakes().throw_if_any();
  return document.config();
}

bool PluginRegistry::Impl::reload(const std::string& path, const SecretLookup& secrets) noexcept {
  try {
    const ApplyReport done = apply(read(path, secrets));
    logger_.info(path + ": " + summary(done));
    for (const std::string& sentence : done.restart_needed) logger_.warning(sentence);
    return true;
  } catch (const AdapterError& error) {
    logger_.error("the configuration was not applied, everything stays as it was: " +
                  about(path, error.message));
    std::istringstream lines(error.detail);
    for (std::string line; std::getline(lines, line);) {
      if (line != error.message) logger_.error(line);
    }
  } catch (const std::exception& error) {
    logger_.error(path + ": the configuration was not applied: " + error.what());
  } catch (...) {
    logger_.error(path +
                  ": the configuration was not applied: a look-up of a secret threw "
                  "something that is no exception");
  }
  return false;
}

}  // namespace portside
