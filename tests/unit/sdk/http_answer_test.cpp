// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/http_answer.hpp"

#include <gmock/gmock.h>

#include "error_of.hpp"

namespace portside::sdk {
namespace {

HttpResponse answer(std::int32_t status, Headers headers = {}, std::string body = {}) {
  HttpResponse response;
  response.status = status;
  response.headers = std::move(headers);
  response.body = std::move(body);
  return response;
}

TEST(HeaderOf, IsTheFirstOfThatName) {
  const HttpResponse response = answer(200, {{"ETag", "a"}, {"etag", "b"}, {"Etag2", "c"}});
  EXPECT_EQ(header_of(response, "eTag"), "a");
  EXPECT_EQ(header_of(response.headers, "eTag"), "a");
  EXPECT_EQ(header_of(response, "Etag2"), "c");
  EXPECT_EQ(header_of(response, "Eta"), std::nullopt);
  EXPECT_EQ(header_of(response.headers, "etag"), "a") << "those of a call, too";
}

TEST(RetryAfter, IsInSeconds) {
  const auto of = [](const char* value) {
    return retry_after_of(answer(503, {{"retry-after", value}}));
  };
  EXPECT_EQ(of("0"), 0);
  EXPECT_EQ(of("7"), 7'000);
  EXPECT_EQ(of("3601"), 3'600'000);
  EXPECT_EQ(of("99999999999999999999999"), 3'600'000);
  for (const char* value : {"", "-1", "1.5", "soon", "Wed, 21 Oct 2026 07:28:00"}) {
    EXPECT_EQ(of(value), std::nullopt) << value;
  }
  EXPECT_EQ(retry_after_of(answer(503)), std::nullopt);
}

TEST(RetryAfter, MayBeADate) {
  const auto of = [](const char* value, const char* date) {
    return retry_after_of(answer(503, {{"Retry-After", value}, {"Date", date}}));
  };
  EXPECT_EQ(of("Wed, 21 Oct 2026 07:28:07 GMT", "Wed, 21 Oct 2026 07:28:00 GMT"), 7'000);
  EXPECT_EQ(of("Wed, 21 Oct 2026 07:28:00 GMT", "Wed, 21 Oct 2026 07:28:07 GMT"), 0);
  EXPECT_EQ(of("Thu, 22 Oct 2026 07:28:00 GMT", "Wed, 21 Oct 2026 07:28:07 GMT"), 3'600'000);
  EXPECT_EQ(of("Sun, 06 Nov 1994 08:49:37 GMT", "noon"), 0) << "by the clock here";
  EXPECT_EQ(of("Fri, 31 Dec 9999 23:59:59 GMT", ""), 3'600'000);
}

TEST(ErrorForStatus, SaysWhoHasToAct) {
  const std::pair<int, ErrorCode> codes[] = {
      {401, ErrorCode::kScannerAuthentication}, {403, ErrorCode::kScannerAuthentication},
      {429, ErrorCode::kScannerRateLimited},    {408, ErrorCode::kScannerUnavailable},
      {500, ErrorCode::kScannerUnavailable},    {599, ErrorCode::kScannerUnavailable},
      {301, ErrorCode::kScannerBadAnswer},      {400, ErrorCode::kScannerRejected},
      {499, ErrorCode::kScannerRejected},       {204, ErrorCode::kScannerBadAnswer},
      {0, ErrorCode::kScannerBadAnswer},        {600, ErrorCode::kScannerBadAnswer},
  };
  for (const auto& each : codes) {
    const AdapterError error = error_for_status(answer(each.first), "Clair did not say");
    EXPECT_EQ(error.code, each.second) << each.first;
    EXPECT_EQ(error.can_retry, retry_can_help(each.second)) << each.first;
    EXPECT_THAT(error.message, ::testing::StartsWith("Clair did not say: it answered " +
                                                     std::to_string(each.first)));
  }
}

TEST(ErrorForStatus, TakesRetryAfterAndTheBody) {
  const AdapterError later = error_for_status(
      answer(503, {{"Retry-After", "3"}}, "busy\n{\"Authorization\":\"Bearer x\"}"), "it");
  EXPECT_EQ(later.retry_after, 3'000);
  EXPECT_EQ(later.detail, "busy {\"Authorization\":[hidden]\"}");
  const AdapterError never = error_for_status(answer(404, {{"Retry-After", "3"}}), "it");
  EXPECT_FALSE(never.can_retry);
  EXPECT_EQ(never.retry_after, std::nullopt);
}

}  // namespace
}  // namespace portside::sdk
