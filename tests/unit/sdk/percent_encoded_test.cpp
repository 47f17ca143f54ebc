// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/percent_encoded.hpp"

#include <gtest/gtest.h>

namespace portside::sdk {
namespace {

TEST(PercentEncodedTest, LeavesWhatStandsForItself) {
  EXPECT_EQ(percent_encoded("AZaz09-._~"), "AZaz09-._~");
  EXPECT_EQ(percent_encoded(""), "");
}

TEST(PercentEncodedTest, EncodesEveryOtherByte) {
  EXPECT_EQ(percent_encoded("a b/c?d&e=f#g%\"\\"), "a%20b%2Fc%3Fd%26e%3Df%23g%25%22%5C");
  EXPECT_EQ(percent_encoded(std::string_view("\r\n\0\xff\xc3\xa4", 6)), "%0D%0A%00%FF%C3%A4");
}

TEST(PercentEncodedTest, KeepsWhatIsToBeKept) {
  EXPECT_EQ(percent_encoded("host:443/a b", "/:"), "host:443/a%20b");
}

}  // namespace
}  // namespace portside::sdk
