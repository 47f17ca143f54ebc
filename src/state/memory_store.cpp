// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <mutex>

#include "state/key_value_rules.hpp"
#include "state/state_store.hpp"

namespace portside::state {
namespace {

using Entries = std::map<std::string, std::string>;

class MemoryKeyValues final : public KeyValues {
 public:
  std::optional<std::string> get(const std::string& key) override {
    check_key(key);
    const std::lock_guard lock(mutex_);
    const auto entry = entries_.find(key);
    if (entry == entries_.end()) return std::nullopt;
    return entry->second;
  }

  void write(const std::vector<Change>& changes) override {
    check_changes(changes);
    Entries fresh;
    for (const auto& [key, value] : changes) {
      if (value) {
        fresh[key] = *value;
      } else {
        fresh.erase(key);
      }
    }
    const std::lock_guard lock(mutex_);
    // Nothing below allocates: all changes are made, or memory ran out above and none was.
    for (const auto& [key, value] : changes) entries_.erase(key);
    entries_.merge(fresh);
  }

  std::vector<std::string> keys(const std::string& prefix, const std::string& after,
                                std::uint32_t limit) override {
    const std::string from = lower_bound_of(prefix, after);
    const std::lock_guard lock(mutex_);
    std::vector<std::string> found;
    for (auto entry = entries_.lower_bound(from);
         entry != entries_.end() && found.size() < limit && entry->first.starts_with(prefix);
         ++entry) {
      found.push_back(entry->first);
    }
    return found;
  }

 private:
  std::mutex mutex_;
  Entries entries_;
};

class MemoryStore final : public StateStore {
 public:
  std::shared_ptr<KeyValues> open(const std::string& instance_id) override {
    const std::lock_guard lock(mutex_);
    std::shared_ptr<MemoryKeyValues>& instance = instances_[instance_id];
    if (!instance) instance = std::make_shared<MemoryKeyValues>();
    return instance;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<MemoryKeyValues>> instances_;
};

}  // namespace

std::unique_ptr<StateStore> make_memory_store() {
  return std::make_unique<MemoryStore>();
}

}  // namespace portside::state
