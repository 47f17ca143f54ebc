// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/no_answer.hpp"

#include <gtest/gtest.h>

namespace portside::sdk {
namespace {

NoAnswer account_of(const std::string& extra) {
  HttpResponse answer;
  answer.extra.text = extra;
  return read_no_answer(answer);
}

TEST(NoAnswerTest, HasTheHostsReason) {
  const NoAnswer account = account_of(R"({"error":"not trusted","can_retry":false})");
  EXPECT_EQ(account.why, "not trusted");
  EXPECT_FALSE(account.can_retry);
}

TEST(NoAnswerTest, AHostThatDoesNotSayMeansYes) {
  for (const char* const extra :
       {"", "[]", "{", "{}", R"({"error":7,"can_retry":"no"})", R"({"can_retry":true})"}) {
    const NoAnswer account = account_of(extra);
    EXPECT_EQ(account.why, "") << extra;
    EXPECT_TRUE(account.can_retry) << extra;
  }
}

TEST(NoAnswerTest, AReasonHasNoSecrets) {
  EXPECT_EQ(account_of(R"({"error":"Basic c2VjcmV0 was\nrefused"})").why,
            "Basic [hidden] was refused");
}

}  // namespace
}  // namespace portside::sdk
