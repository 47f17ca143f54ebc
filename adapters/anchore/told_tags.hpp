// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <mutex>
#include <set>
#include <string>

namespace portside::anchore {

/// Which tags of images Anchore was told of by this adapter since it was configured. [any]
class ToldTags {
 public:
  void add(const std::string& digest, const std::string& full_tag) {
    const std::scoped_lock lock(mutex_);
    if (told_.size() >= kMostTags) told_.clear();
    told_.insert(digest + ' ' + full_tag);
  }
  bool has(const std::string& digest, const std::string& full_tag) const {
    const std::scoped_lock lock(mutex_);
    return told_.count(digest + ' ' + full_tag) != 0;
  }

 private:
  /// Some megabytes.
  static constexpr std::size_t kMostTags = 20'000;

  mutable std::mutex mutex_;
  std::set<std::string> told_;
};

}  // namespace portside::anchore
