// SPDX-License-Identifier: Apache-2.0
#include "sdk/http_date.hpp"

#include <gtest/gtest.h>

namespace portside::sdk {
namespace {

TEST(HttpDate, IsReadInTheFormThatIsSent) {
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), 784'111'777'000);
  EXPECT_EQ(parse_http_date("Thu, 01 Jan 1970 00:00:00 GMT"), 0);
  EXPECT_EQ(parse_http_date("Tue, 31 Dec 2024 23:59:59 GMT"), 1'735'689'599'000);
}

TEST(HttpDate, IsNothingElse) {
  for (const char* text : {"", "soon", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
                           "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 nov 1994 08:49:37 GMT",
                           "Sun, 06 anF 1994 08:49:37 GMT", "Sun, 31 Feb 1994 08:49:37 GMT",
                           "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, -6 Nov 1994 08:49:37 GMT",
                           "Sun, 06 Nov 1994 08:49:3Z GMT", "Sun, 06 Nov 1969 08:49:37 GMT",
                           "Sun, 06 Nov 1994 08:49:37 GMT "}) {
    EXPECT_EQ(parse_http_date(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace portside::sdk
