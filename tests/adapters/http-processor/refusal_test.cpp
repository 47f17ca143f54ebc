// SPDX-License-Identifier: Apache-2.0
#include "http-processor/refusal.hpp"

#include <gmock/gmock.h>

#include "error_of.hpp"

namespace portside::http_processor {
namespace {

using ::testing::HasSubstr;

AdapterError refusal(std::int32_t status, std::string body = {}, Headers headers = {}) {
  HttpResponse response;
  response.status = status;
  response.body = std::move(body);
  response.headers = std::move(headers);
  return refusal_of(response, "the processor at http://rocket");
}

TEST(Refusal, SaysWhoHasToActAndWhetherARetryHelps) {
  struct Row {
    std::int32_t status;
    ErrorCode code;
    bool can_retry;
  };
  const Row table[] = {{302, ErrorCode::kScannerBadAnswer, false},
                       {400, ErrorCode::kScannerRejected, false},
                       {401, ErrorCode::kScannerAuthentication, false},
                       {403, ErrorCode::kScannerAuthentication, false},
                       {404, ErrorCode::kUnsupported, false},
                       {405, ErrorCode::kUnsupported, false},
                       {408, ErrorCode::kScannerUnavailable, true},
                       {409, ErrorCode::kScannerRejected, false},
                       {413, ErrorCode::kScannerRejected, false},
                       {415, ErrorCode::kScannerRejected, false},
                       {418, ErrorCode::kScannerRejected, false},
                       {422, ErrorCode::kScannerRejected, false},
                       {425, ErrorCode::kScannerUnavailable, true},
                       {429, ErrorCode::kScannerRateLimited, true},
                       {500, ErrorCode::kScannerUnavailable, true},
                       {501, ErrorCode::kUnsupported, false},
                       {502, ErrorCode::kScannerUnavailable, true},
                       {503, ErrorCode::kScannerUnavailable, true},
                       {504, ErrorCode::kScannerUnavailable, true},
                       {599, ErrorCode::kScannerUnavailable, true}};
  for (const Row& row : table) {
    const AdapterError error = refusal(row.status);
    EXPECT_EQ(error.code, row.code) << row.status;
    EXPECT_EQ(error.can_retry, row.can_retry) << row.status;
    EXPECT_THAT(error.message, HasSubstr("http://rocket answered " + std::to_string(row.status)));
  }
}

TEST(Refusal, RepeatsWhatTheServiceSays) {
  EXPECT_EQ(refusal(422, R"({"Error":"this is no rocket"})").message,
            "the processor at http://rocket answered 422: this is no rocket");
  EXPECT_THAT(refusal(400, "no\nrocket").message, HasSubstr("400: no"));
  EXPECT_THAT(refusal(400, "no\nrocket").message, Not(HasSubstr("\n")));
  EXPECT_THAT(refusal(401, "{}").message, HasSubstr("check 'authorization'"));
  EXPECT_THAT(refusal(301).message, HasSubstr("redirects are not followed"));
}

TEST(Refusal, KeepsTheSecretsOfTheRequest) {
  const std::string echo =
      R"({"Error":"bad request {\"Registry\":{\"authorization\":\"Bearer l3453\"}}"})";
  EXPECT_THAT(refusal(400, echo).message, Not(HasSubstr("l3453")));
}

TEST(Refusal, PassesOnThePauseThatTheServiceWants) {
  EXPECT_EQ(refusal(503, "", {{"retry-after", "7"}}).retry_after, 7'000);
  EXPECT_EQ(refusal(429, "", {{"Retry-After", "0"}}).retry_after, std::nullopt);
  EXPECT_EQ(refusal(503, "", {{"Retry-After", "soon"}}).retry_after, std::nullopt);
  EXPECT_EQ(refusal(400, "", {{"Retry-After", "7"}}).retry_after, std::nullopt);
}

}  // namespace
}  // namespace portside::http_processor
