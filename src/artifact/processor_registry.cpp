// SPDX-License-Identifier: Apache-2.0
#include "portside/host/processor_registry.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <utility>

#include "artifact/builtins.hpp"
#include "oci/media_types.hpp"
#include "portside/api/error.hpp"
#include "portside/host/plugin_registry.hpp"
#include "portside/sdk/media_type.hpp"
#include "words/quoted.hpp"

namespace portside {
namespace artifact {

struct ProcessorEntry {
  std::shared_ptr<Processor> processor;
  std::string adapter_id;
};

/// By media type, in lower case.
using ProcessorEntries = std::map<std::string, ProcessorEntry, std::less<>>;

}  // namespace artifact

namespace {

using Entry = artifact::ProcessorEntry;
using Entries = artifact::ProcessorEntries;

std::string key_of(std::string_view media_type) {
  std::string key(oci::bare_media_type(media_type));
  std::ranges::transform(key, key.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return key;
}

std::string name_of(const Entry& entry) {
  if (!entry.adapter_id.empty()) return words::quoted(entry.adapter_id);
  return words::quoted(entry.processor->describe().name);
}

/// What is to be registered, checked as far as it can be by itself.
Entries checked_entries(const std::shared_ptr<Processor>& processor,
                        const std::vector<std::string>& media_types) {
  if (processor == nullptr || media_types.empty()) {
    throw AdapterError(ErrorCode::kInvalidArgument,
                       "a processor is registered for media types; expected both");
  }
  Entries entries;
  for (const std::string& each : media_types) {
    if (!sdk::is_media_type(each)) {
      throw AdapterError(ErrorCode::kInvalidArgument,
                         words::quoted(each) + " is no media type; expected type/subtype");
    }
    if (!entries.emplace(key_of(each), Entry{processor, {}}).second) {
      throw AdapterError(ErrorCode::kInvalidArgument,
                         words::quoted(each) + " is named twice for one processor");
    }
  }
  return entries;
}

}  // namespace

struct ProcessorRegistry::Impl {
  const Entry* find(std::string_view media_type) const {
    if (media_type.empty()) return nullptr;
    const std::string key = key_of(media_type);
    for (const Entries* const entries : {&configured, &added, &builtin}) {
      if (const auto found = entries->find(key); found != entries->end()) return &found->second;
    }
    return nullptr;
  }

  void add_builtin(std::unique_ptr<Processor> made) {
    const std::shared_ptr<Processor> processor = std::move(made);
    for (const std::string& each : processor->describe().media_types) {
      builtin[each] = {processor, {}};
    }
  }

  mutable std::shared_mutex mutex;
  /// In the order in which they are asked.
  Entries configured;
  Entries added;
  Entries builtin;
  const std::shared_ptr<Processor> fallback = artifact::make_default_processor();
};

ProcessorRegistry::ProcessorRegistry(Builtins builtins) : impl_(std::make_unique<Impl>()) {
  if (builtins == Builtins::kNone) return;
  impl_->add_builtin(artifact::make_image_processor());
  impl_->add_builtin(artifact::make_image_index_processor());
  impl_->add_builtin(artifact::make_image_v1_processor());
  impl_->add_builtin(artifact::make_chart_processor());
  impl_->add_builtin(artifact::make_cnab_processor());
  impl_->add_builtin(artifact::make_opa_processor());
}

ProcessorRegistry::~ProcessorRegistry() = default;

void ProcessorRegistry::add(std::shared_ptr<Processor> processor,
                            const std::vector<std::string>& media_types, OnDuplicate on_duplicate) {
  Entries entries = checked_entries(processor, media_types);
  Entries all;  // outlives the lock, and then those that are replaced end
  std::unique_lock lock(impl_->mutex);
  for (const auto& [media_type, entry] : entries) {
    const Entry* const found =
        on_duplicate == OnDuplicate::kRefuse ? impl_->find(media_type) : nullptr;
    if (found == nullptr) continue;
    const Entry present = *found;
    lock.unlock();  // a plugin is asked for its name
    throw AdapterError(ErrorCode::kConflict, media_type + " has the processor " + name_of(present) +
                                                 " already; it is not given to " + name_of(entry) +
                                                 " without OnDuplicate::kReplace");
  }
  all = impl_->added;
  for (auto& [media_type, entry] : entries) all[media_type] = std::move(entry);
  impl_->added.swap(all);
}

bool ProcessorRegistry::remove(const Processor& processor) {
  std::shared_ptr<Processor> removed;  // outlives the lock, as in add()
  const std::unique_lock lock(impl_->mutex);
  for (Entries* const entries : {&impl_->configured, &impl_->added, &impl_->builtin}) {
    std::erase_if(*entries, [&](const auto& each) {
      if (each.second.processor.get() != &processor) return false;
      removed = each.second.processor;
      return true;
    });
  }
  return removed != nullptr;
}

void ProcessorRegistry::configure(const Config& config, PluginRegistry& plugins) {
  Entries configured;
  for (const auto& [adapter_id, media_types] : config.processors) {
    const std::shared_ptr<Processor> processor = plugins.processor(adapter_id);
    for (const std::string& each : media_types) {
      const auto [place, is_new] = configured.emplace(key_of(each), Entry{processor, adapter_id});
      if (is_new) continue;
      throw AdapterError(ErrorCode::kConfigInvalid,
                         "the media type " + words::quoted(each) + " is given to the processors " +
                             name_of(place->second) + " and " + words::quoted(adapter_id) +
                             "; expected one");
    }
  }
  const std::unique_lock lock(impl_->mutex);
  impl_->configured.swap(configured);  // those of before end after the lock
}

std::shared_ptr<Processor> ProcessorRegistry::find(const Artifact& artifact) const {
  const std::shared_lock lock(impl_->mutex);
  for (const std::string* const media_type :
       {&artifact.artifact_type, &artifact.media_type, &artifact.manifest_media_type}) {
    if (const Entry* const entry = impl_->find(*media_type)) return entry->processor;
  }
  return impl_->fallback;
}

std::shared_ptr<Processor> ProcessorRegistry::fallback() const {
  return impl_->fallback;
}

std::string ProcessorRegistry::adapter_id(const Processor& processor) const {
  const std::shared_lock lock(impl_->mutex);
  const auto found = std::ranges::find_if(impl_->configured, [&](const auto& each) {
    return each.second.processor.get() == &processor;
  });
  return found == impl_->configured.end() ? std::string() : found->second.adapter_id;
}

std::vector<RegisteredProcessor> ProcessorRegistry::list() const {
  const std::shared_lock lock(impl_->mutex);
  std::map<std::string, const Entry*> called;
  for (const Entries* const entries : {&impl_->configured, &impl_->added, &impl_->builtin}) {
    for (const auto& [media_type, entry] : *entries) called.emplace(media_type, &entry);
  }
  std::vector<RegisteredProcessor> result;
  for (const auto& [media_type, entry] : called) {
    auto place = std::ranges::find(result, entry->processor, &RegisteredProcessor::processor);
    if (place == result.end()) {
      place = result.insert(result.end(), {entry->processor, {}, entry->adapter_id});
    }
    place->media_types.push_back(media_type);
  }
  return result;
}

}  // namespace portside
