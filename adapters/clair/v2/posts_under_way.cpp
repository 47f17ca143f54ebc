// SPDX-License-Identifier: Apache-2.0
#include "clair/v2/posts_under_way.hpp"

#include <cstddef>

namespace portside::clair::v2 {
namespace {

constexpr Millis kPatience = 120'000;
/// Forgotten names only cost a download too many.
constexpr std::size_t kMaxNames = 20'000;

}  // namespace

bool PostsUnderWay::begin(const std::string& name, const std::string& image, Millis now) {
  const std::lock_guard lock(mutex_);
  if (taken_.count(name) != 0) return true;
  const auto found = posts_.find(name);
  if (found != posts_.end() && found->second.image != image &&
      now - found->second.began < kPatience) {
    return false;
  }
  if (posts_.size() >= kMaxNames) posts_.clear();
  posts_[name] = {image, now};
  return true;
}

void PostsUnderWay::end(const std::string& name, bool is_taken) {
  const std::lock_guard lock(mutex_);
  posts_.erase(name);
  if (!is_taken) return;
  if (taken_.size() >= kMaxNames) taken_.clear();
  taken_.insert(name);
}

}  // namespace portside::clair::v2
