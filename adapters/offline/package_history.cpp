// SPDX-License-Identifier: Apache-2.0
#include "offline/package_history.hpp"

#include <utility>

#include "portside/api/error.hpp"

namespace portside::offline {
namespace {

std::string key_of(const Package& package) {
  return package.name + '\0' + package.architecture + '\0' + package.version;
}

}  // namespace

void PackageHistory::update(const std::vector<DatabaseFile>& files, std::size_t layer,
                            const Reader& read) {
  if (files == files_) return;
  files_ = files;
  failure_ = nullptr;
  try {
    list_ = read(files);
  } catch (const AdapterError& error) {
    if (error.code != ErrorCode::kMalformedData && error.code != ErrorCode::kTooLarge) throw;
    failure_ = std::current_exception();
    list_ = {};
  }
  std::unordered_map<std::string, std::size_t> since;
  layers_.clear();
  for (const Package& package : list_.packages) {
    std::string key = key_of(package);
    const auto known = since_.find(key);
    layers_.push_back(known == since_.end() ? layer : known->second);
    since.emplace(std::move(key), layers_.back());
  }
  since_ = std::move(since);
}

const PackageList& PackageHistory::list() const {
  if (failure_) std::rethrow_exception(failure_);
  return list_;
}

}  // namespace portside::offline
