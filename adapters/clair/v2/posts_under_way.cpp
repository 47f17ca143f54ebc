// SPDX-License-Identifier: Apache-2.0
#include "clair/v2/posts_under_way.hpp"

#include <cstddef>

namespace portside::clair::v2 {
namespace {

constexpr Millis kPatience = 120'000;
/// Longer than a host pauses before it tries again.
constexpr Millis kFailureCounts = 3'600'000;
/// Forgotten names only cost a download too many.
constexpr std::size_t kMaxNames = 20'000;

}  // namespace

PostsUnderWay::Deletion::Deletion(PostsUnderWay& posts, const std::string& name)
    : posts_(posts), name_(name) {
  const std::lock_guard lock(posts_.mutex_);
  posts_.deleted_.insert(name_);
}

PostsUnderWay::Deletion::~Deletion() {
  const std::lock_guard lock(posts_.mutex_);
  posts_.deleted_.erase(posts_.deleted_.find(name_));
}

bool PostsUnderWay::begin(const std::string& name, const std::string& image, Millis now) {
  const std::lock_guard lock(mutex_);
  if (deleted_.count(name) != 0) return false;
  if (taken_.count(name) != 0) return true;
  const auto failed = failed_.find(name);
  const bool has_failed = failed != failed_.end() && now - failed->second < kFailureCounts;
  const auto found = posts_.find(name);
  if (!has_failed && found != posts_.end() && found->second.image != image &&
      now - found->second.began < kPatience) {
    return false;
  }
  if (posts_.size() >= kMaxNames) posts_.clear();
  posts_[name] = {image, now};
  return true;
}

void PostsUnderWay::end(const std::string& name, PostEnd end, Millis now) {
  const std::lock_guard lock(mutex_);
  posts_.erase(name);
  if (end == PostEnd::kFailed) {
    if (failed_.size() >= kMaxNames) failed_.clear();
    failed_[name] = now;
  } else if (end == PostEnd::kTaken) {
    failed_.erase(name);
    if (taken_.size() >= kMaxNames) taken_.clear();
    taken_.insert(name);
  }
}

}  // namespace portside::clair::v2
