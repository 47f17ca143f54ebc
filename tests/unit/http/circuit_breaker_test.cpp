// SPDX-License-Identifier: Apache-2.0
#include "http/circuit_breaker.hpp"

#include <gtest/gtest.h>

namespace portside::http {
namespace {

class CircuitBreakerTest : public ::testing::Test {
 protected:
  void fail(int times, Millis now = 0) {
    for (int i = 0; i < times; ++i) {
      ASSERT_EQ(breaker_.refused("a", now), std::nullopt);
      breaker_.failed("a", now, now);
    }
  }

  CircuitBreaker breaker_;
};

TEST_F(CircuitBreakerTest, OpensAfterFiveFailuresInARow) {
  fail(4);
  EXPECT_EQ(breaker_.refused("a", 0), std::nullopt);
  breaker_.succeeded("a");
  fail(5, 1'000);
  EXPECT_EQ(breaker_.refused("a", 1'001), 9'999);
  EXPECT_EQ(breaker_.refused("b", 1'001), std::nullopt) << "another target";
}

TEST_F(CircuitBreakerTest, LetsOneTryAfterThePause) {
  fail(5);
  EXPECT_EQ(breaker_.refused("a", 10'000), std::nullopt);
  EXPECT_NE(breaker_.refused("a", 10'000), std::nullopt) << "one at a time";
  breaker_.failed("a", 10'000, 10'100);
  EXPECT_EQ(breaker_.refused("a", 10'200), 9'900);
  EXPECT_EQ(breaker_.refused("a", 20'100), std::nullopt);
  breaker_.succeeded("a");
  EXPECT_EQ(breaker_.refused("a", 20'100), std::nullopt);
  EXPECT_EQ(breaker_.refused("a", 20'100), std::nullopt);
}

TEST_F(CircuitBreakerTest, KnowsWhyTheLastRequestFailed) {
  EXPECT_EQ(breaker_.last_failure("a"), "");
  breaker_.failed("a", 0, 0, "no route");
  breaker_.failed("a", 1, 1, "refused");
  EXPECT_EQ(breaker_.last_failure("a"), "refused");
  EXPECT_EQ(breaker_.last_failure("b"), "");
  breaker_.succeeded("a");
  EXPECT_EQ(breaker_.last_failure("a"), "");
}

TEST_F(CircuitBreakerTest, RequestsUnderWayTogetherFailAsOne) {
  for (int i = 0; i < 20; ++i) breaker_.failed("a", 100, 200 + i);
  EXPECT_EQ(breaker_.refused("a", 300), std::nullopt);
  for (int i = 0; i < 4; ++i) breaker_.failed("a", 300 + i, 300 + i);
  EXPECT_NE(breaker_.refused("a", 310), std::nullopt);
}

TEST_F(CircuitBreakerTest, ATryThatTakesLongHoldsNobody) {
  fail(5);
  EXPECT_EQ(breaker_.refused("a", 10'000), std::nullopt);
  EXPECT_NE(breaker_.refused("a", 19'000), std::nullopt);
  EXPECT_EQ(breaker_.refused("a", 20'000), std::nullopt);
}

TEST_F(CircuitBreakerTest, ACancelledTryLeavesTheNextOne) {
  fail(5);
  EXPECT_EQ(breaker_.refused("a", 10'000), std::nullopt);
  breaker_.given_up("a");
  EXPECT_EQ(breaker_.refused("a", 10'000), std::nullopt);
}

}  // namespace
}  // namespace portside::http
