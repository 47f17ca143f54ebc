// SPDX-License-Identifier: Apache-2.0
// What every order has to keep, on versions that were made up.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "advisory/version.hpp"
#include "version_text.hpp"

namespace portside::advisory {
namespace {

constexpr std::size_t kVersions = 150;

class VersionOrder : public ::testing::TestWithParam<VersionScheme> {
 protected:
  VersionOrder() {
    std::mt19937 random(20240101);  // the same ones in every run
    while (versions_.size() < kVersions) {
      const std::string text = random_version(GetParam(), random);
      if (is_version(GetParam(), text)) versions_.push_back(text);
    }
  }

  int order(const std::string& left, const std::string& right) const {
    const int result = compare_versions(GetParam(), left, right).value();
    return (result > 0) - (result < 0);
  }

  std::vector<std::string> versions_;
};

TEST_P(VersionOrder, HasEachVersionBesideItself) {
  for (const std::string& each : versions_) EXPECT_EQ(order(each, each), 0) << each;
}

TEST_P(VersionOrder, TurnsRoundWithItsSides) {
  for (const std::string& a : versions_) {
    for (const std::string& b : versions_) {
      ASSERT_EQ(order(a, b), -order(b, a)) << a << " " << b;
    }
  }
}

TEST_P(VersionOrder, GoesThroughThirds) {
  std::vector<std::string> sorted = versions_;
  std::sort(sorted.begin(), sorted.end(),
            [&](const auto& a, const auto& b) { return order(a, b) < 0; });
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    for (std::size_t k = i + 1; k < sorted.size(); ++k) {
      ASSERT_LE(order(sorted[i], sorted[k]), 0) << sorted[i] << " " << sorted[k];
    }
  }
  // Equal ones behave alike towards all others.
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    if (order(sorted[i - 1], sorted[i]) != 0) continue;
    for (const std::string& other : sorted) {
      ASSERT_EQ(order(sorted[i - 1], other), order(sorted[i], other))
          << sorted[i - 1] << " " << sorted[i] << " " << other;
    }
  }
}

TEST_P(VersionOrder, IsOnlyAmongVersions) {
  std::mt19937 random(7);
  for (std::string text : versions_) {
    text.insert(random() % (text.size() + 1), 1, static_cast<char>(random() % 256));
    const bool valid = is_version(GetParam(), text);
    EXPECT_EQ(compare_versions(GetParam(), text, "1.0").has_value(), valid) << text;
    EXPECT_EQ(compare_versions(GetParam(), "1.0", text).has_value(), valid) << text;
  }
}

INSTANTIATE_TEST_SUITE_P(All, VersionOrder,
                         ::testing::Values(VersionScheme::kDeb, VersionScheme::kRpm,
                                           VersionScheme::kApk));

}  // namespace
}  // namespace portside::advisory
