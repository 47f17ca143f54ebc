// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/deadline_call.hpp"

#include <gtest/gtest.h>

namespace portside::sdk {
namespace {

TEST(DeadlineCall, HasTimeUntilItsDeadline) {
  const DeadlineCall call(3'600'000, "call-1", "00-trace");
  EXPECT_FALSE(call.cancelled());
  EXPECT_GT(call.time_left(), 0);
  EXPECT_LE(call.time_left(), 3'600'000);
  EXPECT_TRUE(call.wait(0));
  EXPECT_EQ(call.cancel_fd(), -1);
  EXPECT_EQ(call.request_id(), "call-1");
  EXPECT_EQ(call.traceparent(), "00-trace");
}

TEST(DeadlineCall, IsOverAtItsDeadline) {
  const DeadlineCall call(0, "call-2");
  EXPECT_TRUE(call.cancelled());
  EXPECT_EQ(call.time_left(), 0);
  EXPECT_FALSE(call.wait(3'600'000));  // and does not wait
}

}  // namespace
}  // namespace portside::sdk
