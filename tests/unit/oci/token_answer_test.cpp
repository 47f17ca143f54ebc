// SPDX-License-Identifier: Apache-2.0
#include "oci/token_answer.hpp"

#include <gmock/gmock.h>

#include "error_of.hpp"

namespace portside::oci {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(TokenAnswer, IsRead) {
  const Token token = parse_token(R"({"token":"abc","expires_in":300,"issued_at":"x"})");
  EXPECT_EQ(token.value.reveal(), "abc");
  EXPECT_EQ(token.lifetime, 300'000);
  EXPECT_EQ(parse_token(R"({"token":"a"})").lifetime, 60'000);
  EXPECT_EQ(parse_token(R"({"token":"a","access_token":""})").value.reveal(), "a");
  EXPECT_EQ(parse_token(R"({"token":"","access_token":"b"})").value.reveal(), "b");
  EXPECT_EQ(parse_token(R"({"access_token":"b","expires_in":1.5})").lifetime, 1'000);
  EXPECT_EQ(parse_token(R"({"token":"a","expires_in":-5})").lifetime, 0);
  EXPECT_EQ(parse_token(R"({"token":"a","expires_in":1e300})").lifetime,
            Millis{30} * 24 * 3'600 * 1'000);
  EXPECT_EQ(parse_token(R"({"token":"a","expires_in":"60"})").lifetime, 60'000);
}

TEST(TokenAnswer, RefusesWhatHoldsNone) {
  for (const std::string body :
       {"", "canary", "[]", "{}", R"({"token":5})", R"({"token":""})",
        R"({"token":"canary\r\nX: y"})", R"({"token":"canary canary"})", "<html>canary"}) {
    const AdapterError error = testing::error_of([&] { parse_token(body); });
    EXPECT_EQ(error.code, ErrorCode::kRegistryBadAnswer) << body;
    EXPECT_THAT(error.message + error.detail, Not(HasSubstr("canary")));
  }
}

}  // namespace
}  // namespace portside::oci
