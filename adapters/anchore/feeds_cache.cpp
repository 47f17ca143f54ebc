// SPDX-License-Identifier: Apache-2.0
#include "anchore/feeds_cache.hpp"

#include <utility>

namespace portside::anchore {
namespace {

constexpr Millis kFeedsHold = 60'000;

/// A clock that was put back makes nothing recent.
bool is_recent(const std::optional<Millis>& time, Millis now) {
  return time && now >= *time && now - *time < kFeedsHold;
}

}  // namespace

std::optional<FeedsState> FeedsCache::fresh(Millis now) const {
  const std::scoped_lock lock(mutex_);
  return is_recent(learned_at_, now) ? state_ : std::nullopt;
}

std::optional<FeedsState> FeedsCache::last() const {
  const std::scoped_lock lock(mutex_);
  return state_;
}

FeedsTurn FeedsCache::next(Millis now) {
  const std::scoped_lock lock(mutex_);
  if (is_recent(learned_at_, now) || is_recent(failed_at_, now)) return FeedsTurn::kGoOn;
  if (is_recent(asked_at_, now)) return state_ ? FeedsTurn::kGoOn : FeedsTurn::kWait;
  asked_at_ = now;
  return FeedsTurn::kAsk;
}

void FeedsCache::learn(const FeedsState& state, Millis now) {
  const std::scoped_lock lock(mutex_);
  state_ = state;
  learned_at_ = now;
  asked_at_.reset();
  failed_at_.reset();
  is_failing_ = false;
}

bool FeedsCache::failed(Millis now) {
  const std::scoped_lock lock(mutex_);
  asked_at_.reset();
  failed_at_ = now;
  return !std::exchange(is_failing_, true);
}

}  // namespace portside::anchore
