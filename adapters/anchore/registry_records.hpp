// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <string>
#include <unordered_set>

namespace portside::anchore {

/// Repositories of which Anchore was seen to have a record with credentials: the next scan changes
/// it, and does not have a new one refused before. What is not remembered costs that request. [any]
class RegistryRecords {
 public:
  bool has(const std::string& repository) const;
  void learn(const std::string& repository);
  void forget(const std::string& repository);

 private:
  mutable std::mutex mutex_;
  std::unordered_set<std::string> repositories_;
};

}  // namespace portside::anchore
