// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/request_id.hpp"

#include <gtest/gtest.h>

namespace portside::sdk {
namespace {

TEST(RequestId, IsFitForHeadersAndLogs) {
  EXPECT_EQ(request_id("3f2a/call-17"), "3f2a/call-17");
  EXPECT_EQ(request_id(std::string(128, 'x')), std::string(128, 'x'));
  for (const std::string& said : {std::string(), std::string("a b"), std::string("a\nb"),
                                  std::string("\xc3\xa4"), std::string(129, 'x')}) {
    EXPECT_EQ(request_id(said), "-") << said;
  }
}

}  // namespace
}  // namespace portside::sdk
