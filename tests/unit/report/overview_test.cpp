// SPDX-License-Identifier: Apache-2.0
#include "portside/host/overview.hpp"

#include <gtest/gtest.h>

#include "sample_report.hpp"

namespace portside {
namespace {

using testing::row;

TEST(Overview, CountsBySeverityAndFixes) {
  const Overview overview =
      overview_of({row("A", "p", Severity::kLow, "2"), row("B", "p", Severity::kHigh),
                   row("C", "p", Severity::kLow)});
  EXPECT_EQ(overview.total, 3U);
  EXPECT_EQ(overview.fixable, 1U);
  EXPECT_EQ(overview.count(Severity::kLow), 2U);
  EXPECT_EQ(overview.count(Severity::kHigh), 1U);
  EXPECT_EQ(overview.count(Severity::kCritical), 0U);
  EXPECT_EQ(overview.highest, Severity::kHigh);
}

TEST(Overview, OfNothingHasNoHighest) {
  EXPECT_EQ(overview_of({}).highest, std::nullopt);
  EXPECT_EQ(overview_of({row("A", "p", Severity::kNone)}).highest, Severity::kNone);
}

TEST(Overview, UnknownIsAboveNoneAndBelowNegligible) {
  EXPECT_EQ(
      overview_of({row("A", "p", Severity::kNone), row("B", "p", Severity::kUnknown)}).highest,
      Severity::kUnknown);
  EXPECT_EQ(overview_of({row("A", "p", Severity::kNegligible), row("B", "p", Severity::kUnknown)})
                .highest,
            Severity::kNegligible);
}

TEST(Overview, TakesNumbersThatAreNoSeverityAsUnknown) {
  const Overview overview = overview_of(
      {row("A", "p", static_cast<Severity>(99)), row("B", "p", static_cast<Severity>(-1))});
  EXPECT_EQ(overview.count(Severity::kUnknown), 2U);
  EXPECT_EQ(overview.highest, Severity::kUnknown);
}

TEST(Overview, Adds) {
  Overview all = overview_of({row("A", "p", Severity::kLow, "2")});
  all += overview_of({});
  EXPECT_EQ(all.highest, Severity::kLow);
  all += overview_of({row("B", "p", Severity::kMedium), row("C", "p", Severity::kLow, "2")});
  EXPECT_EQ(all.total, 3U);
  EXPECT_EQ(all.fixable, 2U);
  EXPECT_EQ(all.count(Severity::kLow), 2U);
  EXPECT_EQ(all.highest, Severity::kMedium);
}

TEST(SeverityWords, AreReadAsTheyAreWritten) {
  for (const Severity severity : kSeverities) {
    EXPECT_EQ(severity_of(severity_word(severity)), severity);
    EXPECT_EQ(severity_of(severity_title(severity)), severity);
  }
  EXPECT_EQ(severity_word(Severity::kCritical), "critical");
  EXPECT_EQ(severity_of("CRITICAL"), Severity::kCritical);
  for (const char* word : {"", "hig", "highest", " high"}) {
    EXPECT_EQ(severity_of(word), std::nullopt) << word;
  }
}

}  // namespace
}  // namespace portside
