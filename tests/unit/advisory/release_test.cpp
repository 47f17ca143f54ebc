// SPDX-License-Identifier: Apache-2.0
#include "advisory/release.hpp"

#include <gtest/gtest.h>

namespace portside::advisory {
namespace {

TEST(SchemeOf, GoesByTheDistribution) {
  EXPECT_EQ(scheme_of("Debian:12"), VersionScheme::kDeb);
  EXPECT_EQ(scheme_of("Ubuntu:22.04:LTS"), VersionScheme::kDeb);
  EXPECT_EQ(scheme_of("Ubuntu:Pro:18.04:LTS"), VersionScheme::kDeb);
  EXPECT_EQ(scheme_of("Alpine:v3.19"), VersionScheme::kApk);
  EXPECT_EQ(scheme_of("AlmaLinux:9"), VersionScheme::kRpm);
  EXPECT_EQ(scheme_of("Rocky Linux:9"), VersionScheme::kRpm);
  EXPECT_EQ(scheme_of("Red Hat:enterprise_linux:9::baseos"), VersionScheme::kRpm);
  EXPECT_EQ(scheme_of("openSUSE:Leap 15.5"), VersionScheme::kRpm);
}

TEST(SchemeOf, NeedsNoRelease) {
  EXPECT_EQ(scheme_of("Debian"), VersionScheme::kDeb);
}

TEST(SchemeOf, IsNothingForOthers) {
  for (const char* other : {"", ":", "Debia:12", "Debian12", "debian:12", "PyPI", "Go"}) {
    EXPECT_EQ(scheme_of(other), std::nullopt) << other;
  }
}

}  // namespace
}  // namespace portside::advisory
