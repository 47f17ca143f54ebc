// SPDX-License-Identifier: Apache-2.0
#include "http/lookup_gate.hpp"

#include <gmock/gmock.h>

namespace portside::http {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class LookupGateTest : public ::testing::Test {
 protected:
  /// Lets as many in as may be; they have the ids 1 to kMaxLookups.
  void fill(const std::string& host) {
    for (LookupGate::Id id = 1; id <= LookupGate::kMaxLookups; ++id) {
      EXPECT_TRUE(gate_.enter(host, id));
    }
  }

  LookupGate gate_;
};

TEST_F(LookupGateTest, LetsAFewInAtATime) {
  fill("a");
  EXPECT_FALSE(gate_.enter("a", 101));
  EXPECT_FALSE(gate_.enter("a", 102));
  EXPECT_THAT(gate_.passed(), IsEmpty());
  gate_.leave("a");
  EXPECT_THAT(gate_.passed(), ElementsAre(101));
  EXPECT_THAT(gate_.passed(), IsEmpty()) << "each is named once";
  gate_.leave("a");
  gate_.leave("a");
  EXPECT_THAT(gate_.passed(), ElementsAre(102));
}

TEST_F(LookupGateTest, HostsHaveDoorsOfTheirOwn) {
  fill("a");
  EXPECT_TRUE(gate_.enter("b", 101));
  gate_.leave("b");
  EXPECT_THAT(gate_.passed(), IsEmpty());
}

TEST_F(LookupGateTest, NobodyOvertakesThoseWhoWait) {
  fill("a");
  EXPECT_FALSE(gate_.enter("a", 101));
  gate_.leave("a");
  EXPECT_FALSE(gate_.enter("a", 102)) << "101 has not been named yet";
  EXPECT_THAT(gate_.passed(), ElementsAre(101));
}

TEST_F(LookupGateTest, ForgetsThoseWhoGaveUp) {
  fill("a");
  EXPECT_FALSE(gate_.enter("a", 101));
  EXPECT_FALSE(gate_.enter("a", 102));
  gate_.forget("a", 101);
  gate_.forget("a", 999);
  gate_.forget("nobody", 1);
  gate_.leave("a");
  EXPECT_THAT(gate_.passed(), ElementsAre(102));
}

TEST_F(LookupGateTest, IsEmptyAgainInTheEnd) {
  fill("a");
  for (std::size_t i = 0; i < LookupGate::kMaxLookups; ++i) gate_.leave("a");
  EXPECT_THAT(gate_.passed(), IsEmpty());
  fill("a");
  EXPECT_FALSE(gate_.enter("a", 101));
}

}  // namespace
}  // namespace portside::http
