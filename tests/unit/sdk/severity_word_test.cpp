// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/severity_word.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <utility>

namespace portside::sdk {
namespace {

TEST(SeverityWords, AreThoseOfScannersAndDistributions) {
  const std::pair<const char*, Severity> words[] = {
      {"Unknown", Severity::kUnknown},
      {"None", Severity::kNone},
      {"Negligible", Severity::kNegligible},
      {"Low", Severity::kLow},
      {"Medium", Severity::kMedium},
      {"High", Severity::kHigh},
      {"Critical", Severity::kCritical},
      {"Defcon1", Severity::kCritical},
      {"Important", Severity::kHigh},
      {"MODERATE", Severity::kMedium},
      {"unimportant", Severity::kNegligible},
      {"minor", Severity::kLow},
      {"low**", Severity::kLow},
      {"medium*", Severity::kMedium},
  };
  for (const auto& each : words) EXPECT_EQ(severity_of_word(each.first), each.second) << each.first;
}

TEST(SeverityWords, OthersAreUnknown) {
  for (const char* word : {"", "*", "not yet assigned", "end-of-life", "highest", "hig", " high"}) {
    EXPECT_EQ(severity_of_word(word), Severity::kUnknown) << word;
  }
}

TEST(SeverityOfCvss, HasTheBandsOfTheSpecification) {
  EXPECT_EQ(severity_of_cvss(0), Severity::kNone);
  EXPECT_EQ(severity_of_cvss(0.1), Severity::kLow);
  EXPECT_EQ(severity_of_cvss(3.9), Severity::kLow);
  EXPECT_EQ(severity_of_cvss(4.0), Severity::kMedium);
  EXPECT_EQ(severity_of_cvss(6.9), Severity::kMedium);
  EXPECT_EQ(severity_of_cvss(7.0), Severity::kHigh);
  EXPECT_EQ(severity_of_cvss(8.9), Severity::kHigh);
  EXPECT_EQ(severity_of_cvss(9.0), Severity::kCritical);
  EXPECT_EQ(severity_of_cvss(10), Severity::kCritical);
}

TEST(SeverityOfCvss, IsUnknownForWhatIsNoScore) {
  for (const double score : {-0.1, 10.1, std::numeric_limits<double>::quiet_NaN(),
                             std::numeric_limits<double>::infinity()}) {
    EXPECT_EQ(severity_of_cvss(score), Severity::kUnknown) << score;
  }
}

}  // namespace
}  // namespace portside::sdk
