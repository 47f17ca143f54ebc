// SPDX-License-Identifier: Apache-2.0
#include "http/retry_budget.hpp"

#include <gtest/gtest.h>

namespace portside::http {
namespace {

TEST(RetryBudget, LetsAFewThroughAtOnce) {
  RetryBudget budget;
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(budget.spend("a")) << i;
  EXPECT_FALSE(budget.spend("a"));
  EXPECT_TRUE(budget.spend("b")) << "each target has its own";
}

TEST(RetryBudget, ThenOneForTenRequests) {
  RetryBudget budget;
  while (budget.spend("a")) {
  }
  for (int i = 0; i < 9; ++i) budget.earn("a");
  EXPECT_FALSE(budget.spend("a"));
  for (int i = 0; i < 2; ++i) budget.earn("a");
  EXPECT_TRUE(budget.spend("a"));
  EXPECT_FALSE(budget.spend("a"));
}

TEST(RetryBudget, IsNeverMoreThanAtTheStart) {
  RetryBudget budget;
  for (int i = 0; i < 1'000; ++i) budget.earn("a");
  int spent = 0;
  while (budget.spend("a")) ++spent;
  EXPECT_EQ(spent, 10);
}

}  // namespace
}  // namespace portside::http
