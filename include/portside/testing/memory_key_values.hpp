// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "portside/api/error.hpp"
#include "portside/api/key_values.hpp"

namespace portside::testing {

/// KeyValues in memory, with the limits of the real ones.
class MemoryKeyValues final : public KeyValues {
 public:
  std::optional<std::string> get(const std::string& key) override {
    check_key(key);
    const std::lock_guard lock(mutex_);
    const auto found = values_.find(key);
    return found == values_.end() ? std::nullopt : std::optional(found->second);
  }

  void write(const std::vector<Change>& changes) override {
    for (const auto& [key, value] : changes) {
      check_key(key);
      if (value && value->size() > kMaxValue) {
        throw AdapterError(ErrorCode::kTooLarge, "a value of the state is larger than 1 MiB");
      }
    }
    const std::lock_guard lock(mutex_);
    ++writes_;
    for (const auto& [key, value] : changes) {
      if (value) {
        values_[key] = *value;
      } else {
        values_.erase(key);
      }
    }
  }

  std::vector<std::string> keys(const std::string& prefix, const std::string& after,
                                std::uint32_t limit) override {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> found;
    auto at = after < prefix ? values_.lower_bound(prefix) : values_.upper_bound(after);
    for (; at != values_.end() && at->first.starts_with(prefix) && found.size() < limit; ++at) {
      found.push_back(at->first);
    }
    return found;
  }

  /// Everything that is stored. [any]
  std::map<std::string, std::string> all() const {
    const std::lock_guard lock(mutex_);
    return values_;
  }

  /// How often write() changed something or nothing: each is a wait for the disk in a real host.
  /// [any]
  std::size_t writes() const {
    const std::lock_guard lock(mutex_);
    return writes_;
  }

 private:
  static constexpr std::size_t kMaxKey = 512;
  static constexpr std::size_t kMaxValue = std::size_t{1} << 20U;

  static void check_key(const std::string& key) {
    if (key.empty()) throw AdapterError(ErrorCode::kInvalidArgument, "a key of the state is empty");
    if (key.size() > kMaxKey) {
      throw AdapterError(ErrorCode::kTooLarge, "a key of the state is longer than 512 bytes");
    }
  }

  mutable std::mutex mutex_;
  std::map<std::string, std::string> values_;
  std::size_t writes_ = 0;
};

}  // namespace portside::testing
