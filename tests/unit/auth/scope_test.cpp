// SPDX-License-Identifier: Apache-2.0
#include "auth/scope.hpp"

#include <gtest/gtest.h>

namespace portside::auth {
namespace {

TEST(Scope, HasThreeParts) {
  EXPECT_EQ(parse_scope("repository:a/b:pull,push"),
            (Access{"repository", "a/b", {"pull", "push"}}));
  EXPECT_EQ(parse_scope("repository(plugin):a:pull"), (Access{"repository", "a", {"pull"}}));
  EXPECT_EQ(parse_scope("registry:catalog:*"), (Access{"registry", "catalog", {"*"}}));
  EXPECT_EQ(parse_scope("repository:host:5000/a:pull"),
            (Access{"repository", "host:5000/a", {"pull"}}));
  EXPECT_EQ(parse_scope("repository:a:"), (Access{"repository", "a", {}}));
  EXPECT_EQ(parse_scope("repository:a:,pull,,"), (Access{"repository", "a", {"pull"}}));
}

TEST(Scope, RefusesOtherForms) {
  for (const char* text :
       {"", ":", "::", "a", "a:b", ":a:pull", "repository::pull", "r(x:a:pull"}) {
    EXPECT_EQ(parse_scope(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace portside::auth
