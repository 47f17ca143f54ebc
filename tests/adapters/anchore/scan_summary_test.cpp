// SPDX-License-Identifier: Apache-2.0
#include "anchore/scan_summary.hpp"

#include "anchore_fixture.hpp"

namespace portside::anchore {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class AnchoreSummary : public AnchoreTest {
 protected:
  ScanSummary summary(int version = 2) const {
    return scan_summary(api(version), image_, facts_, feeds_);
  }
  Coverage coverage() const { return summary().coverage; }

  ImageRecord image_{kImageDigest, Analysis::kAnalyzed, "analyzed", {}, "active", {}, "debian 12"};
  ReportFacts facts_;
  std::optional<FeedsState> feeds_ = FeedsState{1'795'000'000'000, false};
};

TEST_F(AnchoreSummary, ACleanImageWasScanned) {
  EXPECT_EQ(coverage().outcome, CoverageOutcome::kScanned);
  EXPECT_EQ(coverage().os, "debian 12");
  EXPECT_EQ(coverage().data_updated_at, 1'795'000'000'000);
  EXPECT_THAT(coverage().notes, IsEmpty());
}

TEST_F(AnchoreSummary, FeedsThatNeverSyncedAreNoData) {
  feeds_ = FeedsState{{}, true};
  EXPECT_EQ(coverage().outcome, CoverageOutcome::kNoData);
  EXPECT_THAT(coverage().notes, ElementsAre(HasSubstr("have not brought a single record")));
  facts_.rows = 1;
  EXPECT_EQ(coverage().outcome, CoverageOutcome::kScanned) << "a row is made of data";
  EXPECT_THAT(coverage().notes, ElementsAre(HasSubstr("have not brought a single record")));
}

// Of a release that is not maintained any more, Anchore finds nothing, and says nothing.
TEST_F(AnchoreSummary, ADistributionWithoutAGroupOfRecordsIsNoData) {
  feeds_->lists_distributions = true;
  feeds_->distributions = {"debian:11", "rhel:9"};
  EXPECT_EQ(coverage().outcome, CoverageOutcome::kNoData);
  EXPECT_THAT(coverage().notes, ElementsAre(HasSubstr("no group with records of debian 12")));
  facts_.rows = 1;
  EXPECT_EQ(coverage().outcome, CoverageOutcome::kScanned);
  EXPECT_THAT(coverage().notes, ElementsAre(HasSubstr("no group with records of debian 12")));
  facts_.rows = 0;
  image_.os = "almalinux 9.2";
  EXPECT_EQ(coverage().outcome, CoverageOutcome::kScanned);
  EXPECT_THAT(coverage().notes, IsEmpty());
}

TEST_F(AnchoreSummary, AnEmptyAnswerOfAnUnknownDistributionIsNotClean) {
  image_.os = "";
  EXPECT_EQ(coverage().outcome, CoverageOutcome::kUnsupported);
  EXPECT_THAT(coverage().notes, ElementsAre(HasSubstr("recognised no distribution")));
  facts_.rows = 3;
  EXPECT_EQ(coverage().outcome, CoverageOutcome::kScanned);
  EXPECT_THAT(coverage().notes, ElementsAre(HasSubstr("operating system were not looked at")));
}

TEST_F(AnchoreSummary, DataOfUnknownAgeIsSaidToBeThat) {
  for (const auto& feeds : {std::optional<FeedsState>(), std::optional<FeedsState>(FeedsState{})}) {
    feeds_ = feeds;
    EXPECT_EQ(coverage().outcome, CoverageOutcome::kScanned);
    EXPECT_EQ(coverage().data_updated_at, std::nullopt);
    EXPECT_THAT(coverage().notes, ElementsAre(HasSubstr("how old its data is")));
  }
}

TEST_F(AnchoreSummary, RowsThatAreNoneAreCounted) {
  facts_.rows = 2;
  facts_.unusable = 3;
  EXPECT_THAT(coverage().notes, ElementsAre(HasSubstr("3 entries")));
}

TEST_F(AnchoreSummary, TheMetadataTellTheScanAgain) {
  config_.policy_id = "pol";
  facts_.rows = 7;
  const nlohmann::json expected = {{"api", "v1"},
                                   {"digest", kImageDigest},
                                   {"os", "debian 12"},
                                   {"rows", 7},
                                   {"policy_id", "pol"}};
  EXPECT_EQ(nlohmann::json::parse(summary(1).metadata.text), expected);
  EXPECT_EQ(nlohmann::json::parse(summary(2).metadata.text)["api"], "v2");
}

TEST_F(AnchoreSummary, WhatIsNoImageIsUnsupported) {
  const Coverage none = summary_of_no_image().coverage;
  EXPECT_EQ(none.outcome, CoverageOutcome::kUnsupported);
  EXPECT_THAT(none.notes, ElementsAre(HasSubstr("no container image")));
}

}  // namespace
}  // namespace portside::anchore
