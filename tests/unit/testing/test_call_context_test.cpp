// SPDX-License-Identifier: Apache-2.0
#include "portside/testing/test_call_context.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>

#include <thread>

namespace portside::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

bool is_readable(int fd) {
  pollfd poll{fd, POLLIN, 0};
  return ::poll(&poll, 1, 0) == 1;
}

TEST(TestCallContext, CountsDownByItsClock) {
  TestCallContext context(1'000);
  EXPECT_EQ(context.time_left(), 1'000);
  EXPECT_FALSE(context.cancelled());
  context.advance(999);
  EXPECT_EQ(context.time_left(), 1);
  EXPECT_FALSE(context.cancelled());
  context.advance(1);
  EXPECT_EQ(context.time_left(), 0);
  EXPECT_TRUE(context.cancelled());
  context.advance(5'000);
  EXPECT_EQ(context.time_left(), 0);
}

TEST(TestCallContext, WaitsWithoutSleeping) {
  TestCallContext context(24LL * 3'600'000);
  const Millis before = context.clock().now();
  EXPECT_TRUE(context.wait(3'600'000));
  EXPECT_EQ(context.clock().now() - before, 3'600'000);
  EXPECT_THAT(context.waits(), ElementsAre(3'600'000));
}

TEST(TestCallContext, WaitsNoLongerThanTheDeadline) {
  TestCallContext context(100);
  const Millis before = context.clock().now();
  EXPECT_FALSE(context.wait(500));
  EXPECT_EQ(context.clock().now() - before, 100);
  EXPECT_FALSE(context.wait(500));
  EXPECT_EQ(context.clock().now() - before, 100);
  EXPECT_THAT(context.waits(), ElementsAre(500, 500));
}

TEST(TestCallContext, TimeDoesNotRunBackwards) {
  TestCallContext context(100);
  EXPECT_TRUE(context.wait(-50));
  EXPECT_EQ(context.time_left(), 100);
}

TEST(TestCallContext, IsCancelledByTheTest) {
  TestCallContext context(100);
  context.cancel();
  EXPECT_TRUE(context.cancelled());
  EXPECT_FALSE(context.wait(1));
  EXPECT_EQ(context.time_left(), 100);
}

TEST(TestCallContext, LetsTheTestActInAWait) {
  TestCallContext context(100);
  context.on_wait([&](Millis duration) {
    if (duration == 7) context.cancel();
  });
  const Millis before = context.clock().now();
  EXPECT_TRUE(context.wait(5));
  EXPECT_FALSE(context.wait(7));
  EXPECT_EQ(context.clock().now() - before, 5);
}

TEST(TestCallContext, MakesItsDescriptorReadableWhenItIsOver) {
  TestCallContext cancelled(100);
  EXPECT_FALSE(is_readable(cancelled.cancel_fd()));
  cancelled.cancel();
  EXPECT_TRUE(is_readable(cancelled.cancel_fd()));

  TestCallContext overdue(100);
  overdue.advance(99);
  EXPECT_FALSE(is_readable(overdue.cancel_fd()));
  overdue.advance(1);
  EXPECT_TRUE(is_readable(overdue.cancel_fd()));

  TestCallContext waited(100);
  waited.wait(1'000);
  EXPECT_TRUE(is_readable(waited.cancel_fd()));
}

TEST(TestCallContext, SharesAClock) {
  TestClock clock(1'000);
  TestCallContext one(clock, 100);
  TestCallContext other(clock, 50);
  EXPECT_TRUE(one.wait(60));
  EXPECT_EQ(clock.now(), 1'060);
  EXPECT_TRUE(other.cancelled());
  EXPECT_EQ(one.time_left(), 40);
  clock.set(2'000);
  EXPECT_TRUE(one.cancelled());
}

TEST(TestCallContext, RecordsProgress) {
  const TestCallContext context;
  context.progress({"pull", 1, 3});
  context.progress({"match", 3, 3});
  ASSERT_THAT(context.progress_reports(), SizeIs(2));
  EXPECT_EQ(context.progress_reports()[0].phase, "pull");
  EXPECT_EQ(context.progress_reports()[1].done, 3U);
}

TEST(TestCallContext, HasAnIdentity) {
  TestCallContext context;
  EXPECT_FALSE(context.request_id().empty());
  EXPECT_EQ(context.traceparent(), "");
  context.set_request_id("r-1");
  context.set_traceparent("00-1-2-01");
  EXPECT_EQ(context.request_id(), "r-1");
  EXPECT_EQ(context.traceparent(), "00-1-2-01");
}

TEST(TestCallContext, IsCancelledFromAnotherThread) {
  TestCallContext context(100);
  std::thread canceller([&] { context.cancel(); });
  pollfd poll{context.cancel_fd(), POLLIN, 0};
  EXPECT_EQ(::poll(&poll, 1, 60'000), 1);
  canceller.join();
  EXPECT_TRUE(context.cancelled());
}

}  // namespace
}  // namespace portside::testing
