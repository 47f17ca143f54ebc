// SPDX-License-Identifier: Apache-2.0
#include "anchore/feeds_cache.hpp"

#include <gtest/gtest.h>

namespace portside::anchore {
namespace {

constexpr Millis kDataTime = 1'772'000'000'000;

TEST(AnchoreFeedsCache, HoldsForAMinute) {
  FeedsCache cache;
  EXPECT_EQ(cache.fresh(0), std::nullopt);
  EXPECT_EQ(cache.last(), std::nullopt);
  FeedsState state;
  state.updated_at = kDataTime;
  cache.learn(state, 100'000);
  ASSERT_TRUE(cache.fresh(159'999));
  EXPECT_EQ(cache.fresh(159'999)->updated_at, kDataTime);
  EXPECT_EQ(cache.fresh(160'000), std::nullopt);
  EXPECT_EQ(cache.fresh(99'999), std::nullopt) << "a clock that was put back";
  EXPECT_TRUE(cache.last()) << "better than nothing, however old";
}

TEST(AnchoreFeedsCache, OneAsksAndTheOthersWait) {
  FeedsCache cache;
  EXPECT_EQ(cache.next(100'000), FeedsTurn::kAsk);
  EXPECT_EQ(cache.next(100'000), FeedsTurn::kWait);
  EXPECT_EQ(cache.next(159'999), FeedsTurn::kWait);
  EXPECT_EQ(cache.next(160'000), FeedsTurn::kAsk) << "the first was given up";
  cache.learn({}, 161'000);
  EXPECT_EQ(cache.next(161'000), FeedsTurn::kGoOn);
  EXPECT_EQ(cache.next(221'000), FeedsTurn::kAsk);
  EXPECT_EQ(cache.next(221'000), FeedsTurn::kGoOn) << "with what is known";
}

TEST(AnchoreFeedsCache, AFailureHoldsForAMinuteAndIsSaidOnce) {
  FeedsCache cache;
  EXPECT_EQ(cache.next(100'000), FeedsTurn::kAsk);
  EXPECT_TRUE(cache.failed(101'000));
  EXPECT_EQ(cache.next(160'999), FeedsTurn::kGoOn);
  EXPECT_EQ(cache.next(161'000), FeedsTurn::kAsk);
  EXPECT_FALSE(cache.failed(162'000));
  cache.learn({}, 163'000);
  EXPECT_TRUE(cache.failed(164'000)) << "it had been well in between";
}

}  // namespace
}  // namespace portside::anchore
