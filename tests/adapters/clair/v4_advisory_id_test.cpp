// SPDX-License-Identifier: Apache-2.0
#include "clair/v4/advisory_id.hpp"

#include <gtest/gtest.h>

namespace portside::clair::v4 {
namespace {

TEST(AdvisoryId, IsTheNameWhereTheNameIsOneWord) {
  for (const char* const name :
       {"CVE-2024-3094", "GHSA-jfh8-c2jp-5v3q", "PYSEC-2021-19", "GO-2022-0001", "oddity"}) {
    EXPECT_EQ(advisory_id(name), name);
  }
}

TEST(AdvisoryId, IsTheBeginningOfATitle) {
  EXPECT_EQ(advisory_id("CVE-2020-1752 on Ubuntu 20.04 LTS (focal) - medium."), "CVE-2020-1752");
  EXPECT_EQ(advisory_id("ELSA-2020-1234:  kernel security update (IMPORTANT)"), "ELSA-2020-1234");
  EXPECT_EQ(advisory_id("RHSA-2020:1234: curl security update (Moderate)"), "RHSA-2020:1234");
  EXPECT_EQ(advisory_id("ALAS2-2021-1, openssl"), "ALAS2-2021-1");
}

TEST(AdvisoryId, LeavesSentencesThatBeginWithNone) {
  for (const char* const name :
       {"A heap overflow in curl", "buffer-overflow 1", "X-1 ray", "NO-DIGITS here", "CVE", "",
        " CVE-2020-1 behind a blank", "-1 x", "Heap-2020 is no word of capitals"}) {
    EXPECT_EQ(advisory_id(name), name);
  }
}

TEST(FixedVersion, IsTheTextItself) {
  EXPECT_EQ(fixed_version_of("7.88.1-10+deb12u6"), "7.88.1-10+deb12u6");
  EXPECT_EQ(fixed_version_of("1:2.3~rc1"), "1:2.3~rc1");
  EXPECT_EQ(fixed_version_of(""), "");
}

TEST(FixedVersion, IsReadOutOfAQuery) {
  EXPECT_EQ(fixed_version_of("fixed=1.2.3&introduced=0"), "1.2.3");
  EXPECT_EQ(fixed_version_of("introduced=0&fixed=1.2%2Bdfsg&lastAffected="), "1.2+dfsg");
  EXPECT_EQ(fixed_version_of("introduced=0&fixed=1%2e2"), "1.2");
}

TEST(FixedVersion, IsMissingInAQueryWithoutAFix) {
  EXPECT_EQ(fixed_version_of("introduced=0&lastAffected=1.1"), "");
  EXPECT_EQ(fixed_version_of("fixed="), "");
}

TEST(FixedVersion, StaysAsItIsWhenItOnlyLooksLikeAQuery) {
  for (const char* const text :
       {"fixed=1%2", "fixed=%zz", "fixed=%0a", "fixed=1&other=2", "fixed=1&x", "a=b", "="}) {
    EXPECT_EQ(fixed_version_of(text), text);
  }
}

}  // namespace
}  // namespace portside::clair::v4
