// SPDX-License-Identifier: Apache-2.0
#include "anchore/registry_records.hpp"

#include <utility>

namespace portside::anchore {
namespace {

/// Some megabytes of names.
constexpr std::size_t kMostRepositories = 20'000;
constexpr Millis kPostHolds = 10'000;

/// A clock that was put back makes nothing recent.
bool is_recent(Millis time, Millis now) {
  return now >= time && now - time < kPostHolds;
}

}  // namespace

RecordTurn RegistryRecords::next(const std::string& repository, const std::string& digest,
                                 Millis now) {
  const std::scoped_lock lock(mutex_);
  const auto found = records_.find(repository);
  if (found == records_.end() || found->second.digest == digest) {
    keep(repository, {State::kPosted, now, digest});
    return RecordTurn::kPost;
  }
  Record& record = found->second;
  if (record.state == State::kThere) return RecordTurn::kPut;
  const bool is_fresh = is_recent(record.at, now);
  if (is_fresh && record.state == State::kPosted) return RecordTurn::kWait;
  if (is_fresh) return RecordTurn::kPost;
  // Of the post nothing was heard; or it was refused, and this one may be taken.
  record = record.state == State::kPosted ? Record{State::kRefused, now}
                                          : Record{State::kPosted, now, digest};
  return RecordTurn::kPost;
}

void RegistryRecords::learn(const std::string& repository) {
  const std::scoped_lock lock(mutex_);
  keep(repository, {State::kThere});
}

void RegistryRecords::refused(const std::string& repository, Millis now) {
  const std::scoped_lock lock(mutex_);
  const auto found = records_.find(repository);
  const bool is_there = found != records_.end() && found->second.state == State::kThere;
  if (!is_there) keep(repository, {State::kRefused, now});
}

void RegistryRecords::forget(const std::string& repository) {
  const std::scoped_lock lock(mutex_);
  records_.erase(repository);
}

/// With the mutex held.
void RegistryRecords::keep(const std::string& repository, Record record) {
  if (records_.size() >= kMostRepositories && records_.count(repository) == 0) records_.clear();
  records_[repository] = std::move(record);
}

}  // namespace portside::anchore
