// SPDX-License-Identifier: Apache-2.0
#include "anchore/registry_records.hpp"

namespace portside::anchore {
namespace {

/// Some megabytes of names.
constexpr std::size_t kMostRepositories = 20'000;

}  // namespace

bool RegistryRecords::has(const std::string& repository) const {
  const std::scoped_lock lock(mutex_);
  return repositories_.count(repository) != 0;
}

void RegistryRecords::learn(const std::string& repository) {
  const std::scoped_lock lock(mutex_);
  if (repositories_.size() >= kMostRepositories) repositories_.clear();
  repositories_.insert(repository);
}

void RegistryRecords::forget(const std::string& repository) {
  const std::scoped_lock lock(mutex_);
  repositories_.erase(repository);
}

}  // namespace portside::anchore
