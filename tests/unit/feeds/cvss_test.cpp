// SPDX-License-Identifier: Apache-2.0
#include "feeds/cvss.hpp"

#include <gtest/gtest.h>

#include <string>

namespace portside::feeds {
namespace {

// FIRST, "CVSS v3.1 Examples".
TEST(Cvss, ScoresThePublishedExamples) {
  const struct {
    const char* vector;
    int tenths;
  } kExamples[] = {
      {"CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 61},  // CVE-2013-1937
      {"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 64},  // CVE-2013-0375
      {"CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 31},  // CVE-2014-3566
      {"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H", 99},  // CVE-2012-1516
      {"CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:L", 42},  // CVE-2009-0783
      {"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", 88},  // CVE-2012-0384
      {"CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H", 78},  // CVE-2015-1098
      {"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 75},  // CVE-2014-0160
      {"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 98},  // CVE-2014-6271
      {"CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:C/C:N/I:H/A:N", 68},  // CVE-2008-1447
      {"CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 68},  // CVE-2014-2005
      {"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:L/I:N/A:N", 58},  // CVE-2010-0467
      {"CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 100},
      {"CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0},
  };
  for (const auto& example : kExamples) {
    EXPECT_EQ(cvss_v3_base_score(example.vector), example.tenths) << example.vector;
  }
}

TEST(Cvss, PassesOverMetricsOfOtherGroupsAndTakesAnyOrder) {
  EXPECT_EQ(cvss_v3_base_score("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P/RL:O/RC:C/MAV:L"),
            98);
  EXPECT_EQ(cvss_v3_base_score("CVSS:3.1/A:H/I:H/C:H/S:U/UI:N/PR:N/AC:L/AV:N"), 98);
}

TEST(Cvss, RefusesOtherVersionsAndDamagedVectors) {
  const std::string nul("CVSS:3.1/AV:N/AC:\0/PR:N/UI:N/S:U/C:H/I:H/A:H", 44);
  for (const std::string& vector :
       {std::string(), std::string("CVSS:3.1/"), std::string("AV:N/AC:L/Au:N/C:P/I:P/A:P"),
        std::string("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"),
        std::string("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H"),
        std::string("CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"),
        std::string("CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"),
        std::string("CVSS:3.1/AV:NN/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"),
        std::string("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/"), nul}) {
    EXPECT_EQ(cvss_v3_base_score(vector), std::nullopt) << vector;
  }
}

}  // namespace
}  // namespace portside::feeds
