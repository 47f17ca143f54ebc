// SPDX-License-Identifier: Apache-2.0
#include "oci/challenge.hpp"

#include <gmock/gmock.h>

namespace portside::oci {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

std::vector<Challenge> challenges_in(const std::string& value) {
  return parse_challenges({{"Www-Authenticate", value}});
}

TEST(Challenge, OfARegistry) {
  const auto challenges = challenges_in(
      "Bearer realm=\"http://127.0.0.1:5001/token\",service=\"testbed-registry\","
      "scope=\"repository:app/web:pull,push repository:images/small-debian:pull\"");
  ASSERT_THAT(challenges, SizeIs(1));
  EXPECT_EQ(challenges[0].scheme, "bearer");
  EXPECT_THAT(
      challenges[0].parameters,
      ElementsAre(Pair("realm", "http://127.0.0.1:5001/token"),
                  Pair("scope", "repository:app/web:pull,push repository:images/small-debian:pull"),
                  Pair("service", "testbed-registry")));
  EXPECT_EQ(challenges[0].parameter("error"), "");
}

TEST(Challenge, SeveralInOneHeader) {
  const auto challenges = challenges_in(
      " Negotiate , basic Realm = \"a \\\"b\\\", c\" ,x=y,, BEARER realm=r , scope=\"\"");
  ASSERT_THAT(challenges, SizeIs(3));
  EXPECT_EQ(challenges[0].scheme, "negotiate");
  EXPECT_THAT(challenges[0].parameters, IsEmpty());
  EXPECT_EQ(challenges[1].scheme, "basic");
  EXPECT_THAT(challenges[1].parameters, ElementsAre(Pair("realm", "a \"b\", c"), Pair("x", "y")));
  EXPECT_EQ(challenges[2].scheme, "bearer");
  EXPECT_THAT(challenges[2].parameters, ElementsAre(Pair("realm", "r"), Pair("scope", "")));
}

TEST(Challenge, SeveralHeaders) {
  const auto challenges = parse_challenges({{"WWW-Authenticate", "Basic realm=\"a\""},
                                            {"X", "Bearer realm=x"},
                                            {"www-authenticate", "Bearer realm=\"b\""}});
  ASSERT_THAT(challenges, SizeIs(2));
  EXPECT_EQ(challenges[1].parameter("realm"), "b");
}

TEST(Challenge, WhatCannotBeReadIsPassedOver) {
  EXPECT_THAT(challenges_in(""), IsEmpty());
  EXPECT_THAT(challenges_in(",,  ,"), IsEmpty());
  EXPECT_THAT(challenges_in("realm=\"x\""), IsEmpty()) << "no scheme";
  const auto open = challenges_in("Bearer realm=\"never closed, scope=x");
  ASSERT_THAT(open, SizeIs(1));
  EXPECT_THAT(open[0].parameters, IsEmpty());
  const auto odd = challenges_in("Bearer realm=, =x, @@, scope=s, realm=r, realm=second");
  ASSERT_THAT(odd, SizeIs(1));
  EXPECT_THAT(odd[0].parameters, ElementsAre(Pair("realm", "r"), Pair("scope", "s")));
  EXPECT_THAT(challenges_in("Negotiate YII=, Bearer realm=r"), SizeIs(2));
  EXPECT_THAT(challenges_in("Bearer realm=\"trailing\\"), SizeIs(1));
}

TEST(Challenge, IsBounded) {
  std::string many;
  for (int i = 0; i < 1'000; ++i) many += "Bearer realm=r,";
  EXPECT_THAT(challenges_in(many), SizeIs(16));
  many = "Bearer ";
  for (int i = 0; i < 1'000; ++i) many += "p" + std::to_string(i) + "=v,";
  EXPECT_THAT(challenges_in(many).at(0).parameters, SizeIs(16));
}

}  // namespace
}  // namespace portside::oci
