// SPDX-License-Identifier: Apache-2.0
#include "http/backoff.hpp"

#include <gtest/gtest.h>

#include <cstdint>

namespace portside::http {
namespace {

constexpr Millis kNow = 1'700'000'000'000;

std::optional<Millis> after(const std::string& value) {
  return retry_after({{"Date", "x"}, {"retry-AFTER", value}}, kNow);
}

TEST(RetryAfter, ReadsSecondsAndDates) {
  EXPECT_EQ(after("0"), 0);
  EXPECT_EQ(after("120"), 120'000);
  EXPECT_EQ(after("Tue, 14 Nov 2023 22:13:30 GMT"), 10'000);
  EXPECT_EQ(after("Tue, 14 Nov 2023 22:13:20 GMT"), 0);
  EXPECT_EQ(after("Tue, 14 Nov 2000 00:00:00 GMT"), 0) << "in the past";
  EXPECT_GT(after("99999999999999"), Millis{300} * 24 * 3'600 * 1'000);
}

TEST(RetryAfter, PassesOverWhatItCannotRead) {
  for (const char* value : {"", "soon", "-1", "1.5", "5 minutes", "99999999999999999999999"}) {
    EXPECT_EQ(after(value), std::nullopt) << value;
  }
  EXPECT_EQ(retry_after({}, kNow), std::nullopt);
}

TEST(Backoff, IsRandomAndDoubles) {
  EXPECT_EQ(backoff(1, 0), 0);
  EXPECT_EQ(backoff(1, UINT32_MAX), 200);
  EXPECT_EQ(backoff(2, UINT32_MAX), 400);
  EXPECT_EQ(backoff(3, UINT32_MAX / 2), 400);
  EXPECT_EQ(backoff(9, UINT32_MAX), 5'000);
  EXPECT_EQ(backoff(4'000'000'000U, UINT32_MAX), 5'000);
}

TEST(Transient, AreOverloadAndGateways) {
  for (const int status : {429, 502, 503, 504}) EXPECT_TRUE(is_transient(status)) << status;
  for (const int status : {0, 200, 206, 304, 400, 401, 404, 418, 500, 501, 505}) {
    EXPECT_FALSE(is_transient(status)) << status;
  }
}

}  // namespace
}  // namespace portside::http
