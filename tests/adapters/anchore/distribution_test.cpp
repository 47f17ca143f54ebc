// SPDX-License-Identifier: Apache-2.0
#include "anchore/distribution.hpp"

#include <gtest/gtest.h>

#include <string>

namespace portside::anchore {
namespace {

TEST(AnchoreDistributions, HaveGroupsOfTheirOwn) {
  for (const char* group :
       {"alpine:3.12", "amzn:2", "centos:6", "debian:unstable", "ol:8", "rhel:9", "sles:15.5",
        "ubuntu:22.04", "wolfi:rolling", "debian:distro:debian:12", "redhat:distro:rhel:9"}) {
    EXPECT_TRUE(is_distribution_group(group)) << group;
  }
  for (const char* group :
       {"", ":", "github:npm", "nvd", "nvdv2:cves", "vulndb:vulnerabilities", "debianish:12",
        "snyk:debian", "github:language:python", "nvd:cpe", "debian:distro:"}) {
    EXPECT_FALSE(is_distribution_group(group)) << group;
  }
}

struct GroupCase {
  const char* group;
  const char* os;
  bool fits;
};

class AnchoreGroups : public ::testing::TestWithParam<GroupCase> {};

TEST_P(AnchoreGroups, FitADistribution) {
  EXPECT_EQ(is_group_for(GetParam().group, GetParam().os), GetParam().fits)
      << GetParam().group << " for " << GetParam().os;
}

INSTANTIATE_TEST_SUITE_P(
    Names, AnchoreGroups,
    ::testing::Values(
        GroupCase{"debian:12", "debian 12", true}, GroupCase{"debian:12", "debian 12.5", true},
        GroupCase{"debian:12", "debian", true},
        GroupCase{"debian:distro:debian:12", "debian 12.5", true},
        GroupCase{"debian:distro:debian:12", "debian 11", false},
        GroupCase{"redhat:distro:rhel:9", "rocky 9.3", true},
        GroupCase{"debian:12", "debian 1", false}, GroupCase{"debian:1", "debian 12", false},
        GroupCase{"debian:12", "ubuntu 12", false}, GroupCase{"rhel:7", "centos 7.9.2009", true},
        GroupCase{"rhel:9", "rocky 9.3", true}, GroupCase{"rhel:9", "almalinux 9", true},
        GroupCase{"rhel:8", "redhat 8.4", true}, GroupCase{"centos:6", "centos 6", true},
        GroupCase{"rhel:8", "centos 7", false}, GroupCase{"rhel:8", "ol 8", false},
        GroupCase{"ol:8", "ol 8.9", true}, GroupCase{"centos:7", "rhel 7", true},
        GroupCase{"amzn:2", "amzn 2", true}, GroupCase{"amzn:2", "amazonlinux 2", true},
        GroupCase{"amzn:2", "amzn 2023", false}, GroupCase{"sles:15.5", "sles 15", true},
        GroupCase{"sles:15.5", "sles 15.5", true}));

INSTANTIATE_TEST_SUITE_P(
    WithoutNumbers, AnchoreGroups,
    ::testing::Values(GroupCase{"wolfi:rolling", "wolfi 20230201", true},
                      GroupCase{"alpine:edge", "alpine 3.19.1", false},
                      GroupCase{"alpine:3.19", "alpine 3.19_alpha20230901", true},
                      GroupCase{"alpine:edge", "alpine 3.21_alpha20240923", true},
                      GroupCase{"debian:unstable", "debian trixie/sid", true},
                      GroupCase{"debian:unstable", "debian 7", false},
                      GroupCase{"debian", "debian 7", true}, GroupCase{"", "debian 7", false}));

}  // namespace
}  // namespace portside::anchore
