// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/authorization.hpp"

#include <gtest/gtest.h>

namespace portside::sdk {
namespace {

TEST(AuthorizationValue, HasNoColonBehindItsScheme) {
  EXPECT_EQ(authorization_value("Basic: dXNlcjpwdw=="), "Basic dXNlcjpwdw==");
  EXPECT_EQ(authorization_value("Basic dXNlcjpwdw=="), "Basic dXNlcjpwdw==");
  EXPECT_EQ(authorization_value("Bearer a:b"), "Bearer a:b");
  for (const char* other : {"", ":", "key:", " x", ": x"}) {
    const std::string expected = std::string(other) == ": x" ? " x" : other;
    EXPECT_EQ(authorization_value(other), expected) << other;
  }
}

TEST(SameSecret, ComparesAllOfIt) {
  EXPECT_TRUE(is_same_secret("", ""));
  EXPECT_TRUE(is_same_secret("Bearer abc", "Bearer abc"));
  EXPECT_FALSE(is_same_secret("Bearer abc", "Bearer abd"));
  EXPECT_FALSE(is_same_secret("bearer abc", "Bearer abc"));
  EXPECT_FALSE(is_same_secret("Bearer ab", "Bearer abc"));
  EXPECT_FALSE(is_same_secret("", "x"));
}

}  // namespace
}  // namespace portside::sdk
