// SPDX-License-Identifier: Apache-2.0
//
// Scans step by step, where all goes well or Anchore takes its time.
#include "error_of.hpp"
#include "scan_fixture.hpp"

namespace portside::anchore {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::Not;
using ::testing::SizeIs;

using AnchoreScan = AnchoreScanTest;

TEST_F(AnchoreScan, PutsCredentialsForOneRepositoryInPlace) {
  const ScanStep step = with_credentials_sent();
  EXPECT_EQ(step.await->method, "POST");
  EXPECT_EQ(step.await->url, "http://anchore/v2/registries?validate=true");
  const auto record = nlohmann::json::parse(step.await->body);
  EXPECT_EQ(record["registry"], "core:8443/p/r");
  EXPECT_EQ(record["registry_user"], "robot");
  EXPECT_EQ(record["registry_pass"], "pull-secret");
  EXPECT_THAT(step.continuation.text, Not(HasSubstr("pull-secret")));
  EXPECT_THAT(http().requests(), IsEmpty());
}

TEST_F(AnchoreScan, ChangesARecordThatIsThere) {
  const std::vector<std::pair<int, std::int32_t>> answers = {{1, 500}, {2, 409}};
  for (const auto& [version, status] : answers) {
    version_ = version;
    const ScanStep again = resume(with_credentials_sent(), status,
                                  error_body(status, "registry already exists in DB"));
    ASSERT_TRUE(again.await);
    EXPECT_EQ(again.await->method, "PUT");
    EXPECT_THAT(again.await->url, HasSubstr("/registries/core:8443/p/r?"));
    EXPECT_EQ(nlohmann::json::parse(again.await->body)["registry"], "core:8443/p/r");
    expect_missing();
    EXPECT_EQ(resume(again, 200).await.value().method, "POST");
  }
}

TEST_F(AnchoreScan, ARecordThatVanishesMeanwhileIsMadeAgain) {
  ScanStep step = with_credentials_sent();
  for (int i = 0; i < 3; ++i) {
    step = resume(step, 409, error_body(409, "registry already exists in DB"));
    step = resume(step, 404, error_body(404, "registry not found in DB"));
    EXPECT_EQ(step.await.value().method, "POST");
  }
  step = resume(step, 409, error_body(409, "registry already exists in DB"));
  EXPECT_EQ(testing::code_of([&] { resume(step, 404, error_body(404, "not found")); }),
            ErrorCode::kNotFound);
}

TEST_F(AnchoreScan, APublicRepositoryNeedsNoCredentials) {
  registry_.set_credentials({});
  expect_missing();
  EXPECT_THAT(begin().await.value().url, HasSubstr("/images?"));
}

TEST_F(AnchoreScan, NoneAreGivenWhereAnchoreHasItsOwn) {
  config_.use_anchore_configured_credentials = true;
  expect_missing();
  EXPECT_THAT(begin().await.value().url, HasSubstr("/images?"));
  EXPECT_EQ(registry_.calls().credentials, 0);
}

TEST_F(AnchoreScan, PostsTheImageByDigestWithItsAnnotation) {
  const ScanStep step = with_image_posted();
  EXPECT_EQ(step.await->url, "http://anchore/v2/images?force=false&auto_subscribe=false");
  const auto body = nlohmann::json::parse(step.await->body);
  EXPECT_EQ(body["source"]["digest"]["pull_string"], "core:8443/p/r@" + kImageDigest);
  EXPECT_EQ(body["source"]["digest"]["tag"], "core:8443/p/r:1.0");
  EXPECT_EQ(body["annotations"]["portside-owner"], "anchore@test");
}

TEST_F(AnchoreScan, TheFirstVersionHasItsOwnNames) {
  version_ = 1;
  const ScanStep step = with_image_posted();
  EXPECT_EQ(step.await->url, "http://anchore/v1/images?force=false&autosubscribe=false");
  EXPECT_THAT(step.await->body, HasSubstr("\"pullstring\""));
}

TEST_F(AnchoreScan, AnImageOfOthersStaysTheirs) {
  const ScanStep credentials = with_credentials_sent();
  expect_analysis("analyzed", owned_by("anchore@elsewhere"));
  EXPECT_THAT(resume(credentials, 200).await.value().body, Not(HasSubstr("annotations")));
  expect_analysis("analyzed");
  EXPECT_THAT(resume(credentials, 200).await.value().body, Not(HasSubstr("annotations")));
  expect_analysis("analyzed", owned_by("anchore@test"));
  EXPECT_THAT(resume(credentials, 200).await.value().body, HasSubstr("anchore@test"));
}

TEST_F(AnchoreScan, WaitsInGrowingIntervals) {
  ScanStep step = with_analysis_begun();
  for (const Millis least : {5'000, 10'000, 20'000, 30'000, 30'000}) {
    ASSERT_FALSE(step.await);
    EXPECT_THAT(step.retry_after, AllOf(Ge(least), Le(least * 5 / 4)));
    expect_analysis("analyzing");
    step = resume(step);
  }
  EXPECT_EQ(step.note, "analysis: analyzing");
}

TEST_F(AnchoreScan, EndsWithTheReport) {
  for (const int version : {1, 2}) {
    version_ = version;
    rows_.ids.clear();
    feeds_.learn({}, host_.now() - 3'600'000);
    ScanStep step = with_analysis_begun();
    expect_analysis("analyzed");
    step = resume(step);
    ASSERT_TRUE(step.await);
    EXPECT_THAT(step.await->url, HasSubstr("/system/feeds"));
    expect_analysis("analyzed");
    expect_report();
    step = resume(step, 200, feeds_body());
    ASSERT_EQ(step.kind, StepKind::kDone);
    EXPECT_THAT(rows_.ids, ElementsAre("CVE-2026-1", "CVE-2026-2"));
    EXPECT_EQ(step.summary.coverage.outcome, CoverageOutcome::kScanned);
    EXPECT_EQ(step.summary.coverage.os, "debian 12");
    EXPECT_EQ(step.summary.coverage.data_updated_at, 1'795'168'800'000);
    EXPECT_FALSE(step.summary.check);
  }
}

TEST_F(AnchoreScan, AsksForFeedsOnceAMinute) {
  know_feeds();
  ScanStep step = with_image_posted();
  expect_report();
  step = resume(step, 200, image_body(2, "analyzed"));
  ASSERT_EQ(step.kind, StepKind::kDone) << "an image that is analysed already needs no wait";
  EXPECT_EQ(step.summary.coverage.data_updated_at, 1'795'000'000'000);
}

TEST_F(AnchoreScan, WhetherAnImageIsAnalysedIsNeverRemembered) {
  know_feeds();
  const ScanStep first = with_image_posted();
  expect_report();
  ASSERT_EQ(resume(first, 200, image_body(2, "analyzed")).kind, StepKind::kDone);
  // Another account, or the same one after the image was forgotten.
  config_.account = "team";
  const ScanStep second = resume(with_image_posted(), 200, image_body(2, "not_analyzed"));
  EXPECT_EQ(second.kind, StepKind::kPending);
  EXPECT_FALSE(second.await);
}

TEST_F(AnchoreScan, FeedsThatFailCostTheAgeAndNotTheScan) {
  for (const std::string& body : {error_body(500, "no"), std::string("<html>")}) {
    const ScanStep feeds = resume(with_image_posted(), 200, image_body(2, "analyzed"));
    expect_analysis("analyzed");
    expect_report();
    const ScanStep last = resume(feeds, body[0] == '<' ? 200 : 500, body);
    ASSERT_EQ(last.kind, StepKind::kDone);
    EXPECT_EQ(last.summary.coverage.data_updated_at, std::nullopt);
    EXPECT_THAT(last.summary.coverage.notes, ElementsAre(HasSubstr("how old its data is")));
  }
  EXPECT_THAT(host_.log_lines(), SizeIs(2));
}

TEST_F(AnchoreScan, TheDigestOfAnchoresAnswerIsAskedAboutLater) {
  know_feeds();
  const std::string child = "sha256:" + std::string(64, 'c');
  ScanStep step =
      resume(with_image_posted(), 200, image_body(2, "analyzing", {{"image_digest", child}}));
  http()
      .expect("GET", "http://anchore/v2/images/" + child)
      .respond(200, image_body(2, "analyzed", {{"image_digest", child}}));
  http()
      .expect("GET", "http://anchore/v2/images/" + child + "/vuln/all?vendor_only=false")
      .respond(200, report_body());
  step = resume(step);
  ASSERT_EQ(step.kind, StepKind::kDone);
  EXPECT_EQ(nlohmann::json::parse(step.summary.metadata.text)["digest"], child);
}

TEST_F(AnchoreScan, AReportThatIsNotReadyIsWaitedFor) {
  know_feeds();
  const ScanStep posted = with_image_posted();
  expect_report().respond(404, error_body(404, "image is not analyzed - analysis_status: x"));
  const ScanStep step = resume(posted, 200, image_body(2, "analyzed"));
  ASSERT_EQ(step.kind, StepKind::kPending);
  EXPECT_GE(step.retry_after, 5'000);
  expect_analysis("analyzed");
  expect_report();
  EXPECT_EQ(resume(step).kind, StepKind::kDone);
}

TEST_F(AnchoreScan, ARestartedHostDoesTheLastStepAgain) {
  ScanStep step = resume(with_credentials_sent());
  EXPECT_EQ(step.await.value().url, "http://anchore/v2/registries?validate=true");
  const ScanStep changed = resume(step, 409, error_body(409, "registry already exists in DB"));
  EXPECT_EQ(resume(changed).await.value().method, "POST");
  expect_missing();
  step = resume(changed, 200);
  expect_missing();
  step = resume(step);
  EXPECT_THAT(step.await.value().url, HasSubstr("/images?"));
  step = resume(step, 200, image_body(2, "analyzed"));
  EXPECT_THAT(step.await.value().url, HasSubstr("/system/feeds"));
  expect_analysis("analyzed");
  step = resume(step);
  EXPECT_THAT(step.await.value().url, HasSubstr("/system/feeds"));
}

TEST_F(AnchoreScan, WhatIsNoImageIsNotSent) {
  request_.image.config_media_type = "application/vnd.cncf.helm.config.v1+json";
  for (const ScanStep& step : {begin(), begin_again()}) {
    ASSERT_EQ(step.kind, StepKind::kDone);
    EXPECT_EQ(step.summary.coverage.outcome, CoverageOutcome::kUnsupported);
  }
  EXPECT_THAT(http().requests(), IsEmpty());
  request_.image.config_media_type = "application/vnd.oci.image.config.v1+json";
  EXPECT_EQ(begin().kind, StepKind::kPending);
}

TEST_F(AnchoreScan, ThePolicyIsAskedAtTheEnd) {
  know_feeds();
  config_.policy_check = true;
  const std::string url = image_url() +
                          "/check?tag=core%3A8443%2Fp%2Fr%3A1.0&detail=true&history=false"
                          "&interactive=true";
  const ScanStep posted = with_image_posted();
  expect_report();
  http()
      .expect("GET", url)
      .respond(200, R"({"policy_id":"p","evaluations":[{"status":"fail","final_action":"stop",
               "final_action_reason":"policy_evaluation","evaluation_problems":[],
               "number_of_findings":1,"details":null}]})");
  ScanStep step = resume(posted, 200, image_body(2, "analyzed"));
  EXPECT_EQ(step.summary.check.value().verdict, CheckVerdict::kFail);
  for (const std::int32_t status : {404, 500, 401}) {
    expect_report();
    http().expect("GET", url).respond(status, error_body(status, "user has no active policy"));
    step = resume(posted, 200, image_body(2, "analyzed"));
    ASSERT_EQ(step.kind, StepKind::kDone) << "a report is worth having without it";
    EXPECT_EQ(step.summary.check.value().verdict, CheckVerdict::kUnknown);
    EXPECT_THAT(step.summary.check->reason, Not(IsEmpty()));
  }
}

TEST_F(AnchoreScan, ARescanDoesNotPost) {
  know_feeds();
  expect_analysis("analyzed");
  expect_report("&force_refresh=true");
  const ScanStep step = begin_again();
  EXPECT_EQ(step.kind, StepKind::kDone);
  EXPECT_EQ(registry_.calls().credentials, 0);
}

TEST_F(AnchoreScan, ARescanWaitsForAnAnalysisUnderWay) {
  know_feeds();
  expect_analysis("analyzing");
  ScanStep step = begin_again();
  ASSERT_EQ(step.kind, StepKind::kPending);
  EXPECT_FALSE(step.await);
  expect_analysis("analyzed");
  expect_report("&force_refresh=true");
  EXPECT_EQ(resume(step).kind, StepKind::kDone);
}

TEST_F(AnchoreScan, ARescanOfWhatAnchoreDoesNotHaveIsAScan) {
  expect_missing();
  EXPECT_THAT(begin_again().await.value().url, HasSubstr("/registries"));
  expect_analysis("analyzed", {{"image_status", "deleting"}});
  EXPECT_THAT(begin_again().await.value().url, HasSubstr("/registries"));
  expect_analysis("analysis_failed");
  EXPECT_THAT(begin_again().await.value().url, HasSubstr("/registries"));
  expect_look().respond(503);
  EXPECT_EQ(testing::code_of([&] { begin_again(); }), ErrorCode::kScannerUnavailable);
}

}  // namespace
}  // namespace portside::anchore
