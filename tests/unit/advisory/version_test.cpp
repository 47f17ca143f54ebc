// SPDX-License-Identifier: Apache-2.0
#include "advisory/version.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

namespace portside::advisory {
namespace {

using Json = nlohmann::json;

constexpr VersionScheme kSchemes[] = {VersionScheme::kDeb, VersionScheme::kRpm,
                                      VersionScheme::kApk};

/// -1, 0 or 1; 9 for nothing.
int order(VersionScheme scheme, std::string_view left, std::string_view right) {
  const auto result = compare_versions(scheme, left, right);
  if (!result) return 9;
  return (*result > 0) - (*result < 0);
}

struct Answers {
  const char* name;
  VersionScheme scheme;
  std::size_t count;
};

class ReferencePrograms : public ::testing::TestWithParam<Answers> {
 protected:
  Json answers() const {
    std::ifstream file(PORTSIDE_VERSION_VECTORS);
    return Json::parse(file).at(GetParam().name);
  }
};

TEST_P(ReferencePrograms, ComparedTheseVersions) {
  const Json vectors = answers().at("vectors");
  ASSERT_EQ(vectors.size(), GetParam().count);
  for (const Json& vector : vectors) {
    const std::string left = vector[0];
    const std::string right = vector[1];
    EXPECT_EQ(order(GetParam().scheme, left, right), vector[2].get<int>()) << left << " " << right;
    EXPECT_EQ(order(GetParam().scheme, right, left), -vector[2].get<int>()) << right << " " << left;
  }
}

TEST_P(ReferencePrograms, RefusedTheseTexts) {
  const Json texts = answers().at("invalid");
  for (const Json& invalid : texts) {
    const std::string text = invalid;
    EXPECT_FALSE(is_version(GetParam().scheme, text)) << text;
    EXPECT_EQ(order(GetParam().scheme, text, text), 9) << text;
    EXPECT_EQ(order(GetParam().scheme, "1.0", text), 9) << text;
  }
}

INSTANTIATE_TEST_SUITE_P(All, ReferencePrograms,
                         ::testing::Values(Answers{"deb", VersionScheme::kDeb, 169},
                                           Answers{"rpm", VersionScheme::kRpm, 231},
                                           Answers{"apk", VersionScheme::kApk, 195}),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(Version, NothingIsNoVersion) {
  for (const VersionScheme scheme : kSchemes) {
    EXPECT_FALSE(is_version(scheme, ""));
    EXPECT_FALSE(is_version(scheme, " "));
    EXPECT_FALSE(is_version(scheme, std::string_view("1\0", 2)));
    EXPECT_FALSE(is_version(scheme, "1 2"));
    EXPECT_EQ(order(scheme, "", ""), 9);
  }
}

TEST(Version, NumbersHaveAnyLength) {
  const std::string nines(40, '9');
  for (const VersionScheme scheme : kSchemes) {
    EXPECT_EQ(order(scheme, nines, "18446744073709551616"), 1);
    EXPECT_EQ(order(scheme, "1" + nines, nines), 1);
  }
}

TEST(DebVersion, HasAnEpochThatFitsAnInt) {
  EXPECT_TRUE(is_version(VersionScheme::kDeb, "2147483647:1"));
  EXPECT_FALSE(is_version(VersionScheme::kDeb, "2147483648:1"));
  EXPECT_FALSE(is_version(VersionScheme::kDeb, "99999999999999999999999999:1"));
  EXPECT_FALSE(is_version(VersionScheme::kDeb, ":1"));
  EXPECT_FALSE(is_version(VersionScheme::kDeb, "a:1"));
  EXPECT_FALSE(is_version(VersionScheme::kDeb, "-1:1"));
  EXPECT_FALSE(is_version(VersionScheme::kDeb, "1-1:2"));
  EXPECT_EQ(order(VersionScheme::kDeb, "+1:1", "01:1"), 0);
}

TEST(DebVersion, HasNoEmptyPart) {
  EXPECT_FALSE(is_version(VersionScheme::kDeb, "1:"));
  EXPECT_FALSE(is_version(VersionScheme::kDeb, "1-"));
  EXPECT_FALSE(is_version(VersionScheme::kDeb, "-1"));
  EXPECT_FALSE(is_version(VersionScheme::kDeb, "1:-1"));
}

TEST(DebVersion, MayStandBetweenBlanks) {
  EXPECT_EQ(order(VersionScheme::kDeb, " 1.0\t", "1.0"), 0);
}

TEST(DebVersion, IsAlsoWhatDpkgOnlyWarnsOf) {
  EXPECT_EQ(order(VersionScheme::kDeb, "abc", "1"), 1);
  EXPECT_EQ(order(VersionScheme::kDeb, "1_0", "1"), 1);
  EXPECT_EQ(order(VersionScheme::kDeb, "1.0\xc3\xa9", "1.0"), 1);
  EXPECT_EQ(order(VersionScheme::kDeb, "1.0\xc3\xa9", "1.0+"), -1);
}

TEST(RpmVersion, WithoutReleaseIsOlder) {
  EXPECT_EQ(order(VersionScheme::kRpm, "1.0", "1.0-1"), -1);
  EXPECT_EQ(order(VersionScheme::kRpm, "1.0", "1.0-"), -1);
  EXPECT_EQ(order(VersionScheme::kRpm, "1.0-", "1.0-1"), -1);
}

TEST(RpmVersion, HasAnEpochOfAnyLength) {
  EXPECT_EQ(order(VersionScheme::kRpm, ":1", "0:1"), 0);
  EXPECT_EQ(order(VersionScheme::kRpm, "01:1", "1:1"), 0);
  EXPECT_EQ(order(VersionScheme::kRpm, "4294967296:1", "1:1"), 1);
  EXPECT_EQ(order(VersionScheme::kRpm, "a:1", "1"), -1) << "a is no epoch";
}

TEST(RpmVersion, HasAVersion) {
  EXPECT_FALSE(is_version(VersionScheme::kRpm, "1:"));
  EXPECT_FALSE(is_version(VersionScheme::kRpm, "-1"));
  EXPECT_FALSE(is_version(VersionScheme::kRpm, "1\n"));
}

TEST(RpmVersion, IgnoresWhatOnlySeparates) {
  EXPECT_EQ(order(VersionScheme::kRpm, "1.0.", "1..0"), 0);
  EXPECT_EQ(order(VersionScheme::kRpm, "1.0\xc3\xa9", "1.0"), 0);
}

TEST(ApkVersion, HasOneOrderOfParts) {
  for (const char* text : {"1.2_p1~ab-r1", "1a_rc_p2", "1~0123456789abcdef", "0-r0"}) {
    EXPECT_TRUE(is_version(VersionScheme::kApk, text)) << text;
  }
  for (const char* text : {"1~ab_p1", "1-r1~ab", "1a1", "1a.1", "1_p1a", "1~ab~ab", "1~AB", "1_p.1",
                           "1.", ".1", "1-1", "1_", "1_P1", "1-r1-r1", "1A"}) {
    EXPECT_FALSE(is_version(VersionScheme::kApk, text)) << text;
  }
}

}  // namespace
}  // namespace portside::advisory
