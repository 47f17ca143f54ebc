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
    EXPECT_EQ(resume(again, 200).await.value().method, "POST");
    memory_.records.forget("core:8443/p/r");
  }
}

TEST_F(AnchoreScan, ARecordThatWasThereBeforeIsChangedAtOnce) {
  with_image_posted();
  ScanStep step = with_credentials_sent();
  EXPECT_EQ(step.await->method, "PUT");
  EXPECT_THAT(step.await->url, HasSubstr("/registries/core:8443/p/r?"));
  step = resume(step, 404, error_body(404, "registry not found in DB"));
  EXPECT_EQ(step.await.value().method, "POST");
  EXPECT_EQ(with_credentials_sent().await->method, "POST") << "it is not there any more";
  step = resume(resume(step, 200), 200, image_body(2, "not_analyzed"));
  EXPECT_EQ(step.kind, StepKind::kPending);
}

TEST_F(AnchoreScan, OfScansThatBeginTogetherOneMakesTheRecord) {
  const ScanStep first = with_credentials_sent();
  EXPECT_EQ(first.await.value().method, "POST");
  request_.image.digest = "sha256:" + std::string(64, '2');
  const ScanStep look = begin();
  ScanStep second = resume(look, 404, error_body(404, "image not found in DB"));
  EXPECT_EQ(second.kind, StepKind::kPending);
  EXPECT_FALSE(second.await);
  EXPECT_EQ(second.retry_after, 500);
  EXPECT_FALSE(resume(second).await) << "nothing is known yet";
  resume(first, 409, error_body(409, "registry already exists in DB"));
  second = resume(second);
  EXPECT_EQ(second.await.value().method, "PUT");
  EXPECT_THAT(second.await->url, HasSubstr("/registries/core:8443/p/r?"));
}

TEST_F(AnchoreScan, ARecordThatIsRefusedHoldsNoOtherScan) {
  const ScanStep first = with_credentials_sent();
  request_.image.digest = "sha256:" + std::string(64, '2');
  const ScanStep look = begin();
  const ScanStep second = resume(look, 404, error_body(404, "image not found in DB"));
  EXPECT_FALSE(second.await);
  EXPECT_EQ(testing::code_of(
                [&] { resume(first, 406, error_body(406, "cannot ping supplied registry")); }),
            ErrorCode::kRegistryAuthentication);
  for (const char digit : {'2', '3'}) {
    request_.image.digest = "sha256:" + std::string(64, digit);
    EXPECT_EQ(resume(second).await.value().method, "POST");
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
  EXPECT_THAT(look_finds_nothing(begin()).await.value().url, HasSubstr("/images?"));
}

TEST_F(AnchoreScan, NoneAreGivenWhereAnchoreHasItsOwn) {
  config_.use_anchore_configured_credentials = true;
  EXPECT_THAT(look_finds_nothing(begin()).await.value().url, HasSubstr("/images?"));
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
  const auto posted_after = [&](const nlohmann::json& more) {
    return resume(look_finds(begin(), "analyzing", more), 200).await.value().body;
  };
  EXPECT_THAT(posted_after(owned_by("anchore@elsewhere")), Not(HasSubstr("annotations")));
  EXPECT_THAT(posted_after(nlohmann::json::object()), Not(HasSubstr("annotations")));
  EXPECT_THAT(posted_after(owned_by("anchore@test")), HasSubstr("anchore@test"));
}

TEST_F(AnchoreScan, AnImageThatOthersBringMeanwhileStaysTheirs) {
  // Anchore takes its time to try the credentials.
  const ScanStep credentials = with_credentials_sent();
  host_.clock().advance(30'000);
  ScanStep step = resume(credentials, 200);
  const ScanStep posted = resume(look_finds(step, "analyzing"), 200, image_body(2, "analyzing"));
  EXPECT_THAT(look_finds(step, "analyzing").await.value().body, Not(HasSubstr("annotations")));
  EXPECT_THAT(posted.await.value().url, HasSubstr(kImageDigest));
  EXPECT_THAT(look_finds_nothing(step).await.value().body, HasSubstr("anchore@test"));
  EXPECT_THAT(look_finds(step, "analyzing", owned_by("anchore@test")).await.value().body,
              HasSubstr("anchore@test"));
  // After a restart it is looked for again, and by a rescan of what is forgotten.
  EXPECT_EQ(resume(step).await.value().url, image_url());
  EXPECT_EQ(resume(look(step, 404, "default backend - 404")).await.value().url, image_url());
  const ScanStep rescan = look_finds_nothing(begin_again());
  host_.clock().advance(30'000);
  EXPECT_EQ(resume(rescan, 200).await.value().url, image_url());
}

TEST_F(AnchoreScan, AnImageThatIsAnalysedNeedsNoCredentials) {
  know_feeds();
  const ScanStep asked = begin();
  expect_report();
  EXPECT_EQ(look_finds(asked, "analyzed").kind, StepKind::kDone);
  EXPECT_EQ(registry_.calls().credentials, 0);
}

TEST_F(AnchoreScan, TwoScansOfARepositoryDoNotStarveEachOther) {
  // The credentials of the second take the place of the first one's, and end with it.
  const ScanStep first = with_analysis_begun();
  know_feeds();
  expect_report();
  change_credentials();
  ScanStep second = look_finds(begin(), "not_analyzed", owned_by("anchore@test"));
  EXPECT_EQ(second.await.value().method, "PUT");
  second = resume(second, 200);
  EXPECT_EQ(resume(second, 200, image_body(2, "analyzed")).kind, StepKind::kDone);
  ScanStep again = look_finds(first, "analysis_failed");
  EXPECT_THAT(again.await.value().url, HasSubstr("/registries/core:8443/p/r?"));
  EXPECT_THAT(again.await->body, HasSubstr("fresh-secret"));
  again = resume(again, 200);
  EXPECT_THAT(again.await.value().url, HasSubstr("/images?force=false"));
  again = resume(again, 200, image_body(2, "not_analyzed"));
  expect_report();
  EXPECT_EQ(look_finds(again, "analyzed").kind, StepKind::kDone);
}

TEST_F(AnchoreScan, AnImageOnItsWayOutIsPostedWhenItIsGone) {
  const auto deleting = nlohmann::json{{"image_status", "deleting"}};
  for (const ScanStep& begun : {begin(), begin_again(), with_analysis_begun()}) {
    ScanStep step = look_finds(begun, "analyzed", deleting);
    EXPECT_GE(step.retry_after, 5'000);
    EXPECT_THAT(step.note, HasSubstr("deleting"));
    step = look_finds(step, "analysis_failed", deleting);
    step = look_finds_nothing(step);
    EXPECT_THAT(step.await.value().url, HasSubstr("/registries"));
    EXPECT_THAT(resume(step, 200).await.value().body, HasSubstr("anchore@test"));
  }
}

TEST_F(AnchoreScan, AFailedImageIsPostedAgainByTheNextScan) {
  ScanStep step = look_finds(begin(), "analysis_failed", owned_by("anchore@test"));
  EXPECT_THAT(step.await.value().url, HasSubstr("/registries"));
  step = resume(step, 200);
  EXPECT_THAT(step.await.value().url, HasSubstr("/images?force=false"));
  EXPECT_EQ(resume(step, 200, image_body(2, "not_analyzed")).kind, StepKind::kPending);
}

TEST_F(AnchoreScan, ActsInTheAccountThatIsConfigured) {
  config_.account = "team";
  const auto in_account =
      ::testing::Contains(std::pair<std::string, std::string>("x-anchore-account", "team"));
  know_feeds();
  const ScanStep found = begin();
  EXPECT_THAT(found.await.value().headers, in_account);
  const ScanStep credentials = look_finds_nothing(found);
  EXPECT_THAT(credentials.await.value().headers, in_account);
  const ScanStep image = resume(credentials, 200);
  EXPECT_THAT(image.await.value().headers, in_account);
  expect_report().with_header("x-anchore-account", "team");
  EXPECT_EQ(resume(image, 200, image_body(2, "analyzed")).kind, StepKind::kDone);
}

TEST_F(AnchoreScan, WaitsInGrowingIntervals) {
  ScanStep step = with_analysis_begun();
  for (const Millis least : {5'000, 10'000, 20'000, 30'000, 30'000}) {
    EXPECT_THAT(step.retry_after, AllOf(Ge(least), Le(least * 5 / 4)));
    step = look_finds(step, "analyzing");
  }
  EXPECT_EQ(step.note, "analysis: analyzing");
}

TEST_F(AnchoreScan, EndsWithTheReport) {
  for (const int version : {1, 2}) {
    version_ = version;
    rows_.ids.clear();
    memory_.feeds.learn({}, host_.now() - 3'600'000);
    ScanStep step = with_analysis_begun();
    step = look_finds(step, "analyzed");
    ASSERT_TRUE(step.await);
    EXPECT_THAT(step.await->url, HasSubstr("/system/feeds"));
    step = resume(step, 200, feeds_body());
    expect_report();
    step = look_finds(step, "analyzed");
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
  EXPECT_EQ(second.await.value().url, image_url(2));
}

TEST_F(AnchoreScan, FeedsThatFailCostTheAgeAndNotTheScan) {
  for (const std::string& body : {error_body(500, "no"), std::string("<html>")}) {
    const ScanStep feeds = resume(with_image_posted(), 200, image_body(2, "analyzed"));
    const ScanStep asked = resume(feeds, body[0] == '<' ? 200 : 500, body);
    expect_report();
    const ScanStep last = look_finds(asked, "analyzed");
    ASSERT_EQ(last.kind, StepKind::kDone);
    EXPECT_EQ(last.summary.coverage.data_updated_at, std::nullopt);
    EXPECT_THAT(last.summary.coverage.notes, ElementsAre(HasSubstr("how old its data is")));
    host_.clock().advance(60'000);
  }
  EXPECT_THAT(host_.log_lines(), SizeIs(1)) << "once, until they answer";
}

TEST_F(AnchoreScan, OneScanAsksForFeedsAndTheOthersWait) {
  const ScanStep asks = resume(with_image_posted(), 200, image_body(2, "analyzed"));
  EXPECT_THAT(asks.await.value().url, HasSubstr("/system/feeds"));
  const ScanStep waits = resume(with_image_posted(), 200, image_body(2, "analyzed"));
  EXPECT_EQ(waits.retry_after, 1'000);
  resume(asks, 200, feeds_body());
  expect_report();
  const ScanStep done = look_finds(waits, "analyzed");
  ASSERT_EQ(done.kind, StepKind::kDone);
  EXPECT_EQ(done.summary.coverage.data_updated_at, 1'795'168'800'000);
}

TEST_F(AnchoreScan, TheDigestOfAnchoresAnswerIsAskedAboutLater) {
  know_feeds();
  const std::string child = "sha256:" + std::string(64, 'c');
  ScanStep step =
      resume(with_image_posted(), 200, image_body(2, "analyzing", {{"image_digest", child}}));
  step = resume(step);
  EXPECT_EQ(step.await.value().url, "http://anchore/v2/images/" + child);
  http()
      .expect("GET", "http://anchore/v2/images/" + child + "/vuln/all?vendor_only=false")
      .respond(200, report_body());
  step = resume(step, 200, image_body(2, "analyzed", {{"image_digest", child}}));
  ASSERT_EQ(step.kind, StepKind::kDone);
  EXPECT_EQ(nlohmann::json::parse(step.summary.metadata.text)["digest"], child);
  request_.previous.emplace().scan_metadata = step.summary.metadata;
  EXPECT_EQ(begin_again().await.value().url, "http://anchore/v2/images/" + child);
}

TEST_F(AnchoreScan, AReportThatIsNotReadyIsWaitedFor) {
  know_feeds();
  const ScanStep posted = with_image_posted();
  expect_report().respond(404, error_body(404, "image is not analyzed - analysis_status: x"));
  const ScanStep step = resume(posted, 200, image_body(2, "analyzed"));
  ASSERT_EQ(step.kind, StepKind::kPending);
  EXPECT_GE(step.retry_after, 5'000);
  expect_report();
  EXPECT_EQ(look_finds(step, "analyzed").kind, StepKind::kDone);
}

TEST_F(AnchoreScan, ARestartedHostDoesTheLastStepAgain) {
  EXPECT_EQ(resume(begin()).await.value().url, image_url());
  ScanStep step = resume(with_credentials_sent());
  EXPECT_EQ(step.await.value().url, "http://anchore/v2/registries?validate=true");
  const ScanStep changed = resume(step, 409, error_body(409, "registry already exists in DB"));
  memory_.records.forget("core:8443/p/r");  // as the host does
  EXPECT_EQ(resume(changed).await.value().method, "POST");
  step = resume(resume(changed, 200));
  EXPECT_THAT(step.await.value().url, HasSubstr("/images?"));
  step = resume(step, 200, image_body(2, "analyzed"));
  EXPECT_THAT(step.await.value().url, HasSubstr("/system/feeds"));
  host_.clock().advance(60'000);
  step = look_finds(resume(step), "analyzed");
  EXPECT_THAT(step.await.value().url, HasSubstr("/system/feeds"));
  step = resume(resume(step, 200, feeds_body()));
  expect_report();
  EXPECT_EQ(look_finds(step, "analyzed").kind, StepKind::kDone);
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
  const ScanStep matched = resume(with_match_begun(), 200, R"({"vulnerabilities":[)");
  expect_report();
  EXPECT_EQ(look_finds(matched, "analyzed").kind, StepKind::kDone);
  EXPECT_EQ(registry_.calls().credentials, 0);
}

/// Anchore may match for minutes: that is awaited, and of the answer only an error is read.
TEST_F(AnchoreScan, ARescanHoldsNoThreadWhileAnchoreMatches) {
  const ScanStep step = with_match_begun();
  EXPECT_EQ(step.await->timeout, 185'000);
  EXPECT_LE(step.await->max_body, 65'536U);
  EXPECT_EQ(resume(step).await.value().url, step.await->url) << "after a restart";
}

TEST_F(AnchoreScan, ARescanWaitsForAnAnalysisUnderWay) {
  know_feeds();
  const ScanStep step = look_finds(begin_again(), "analyzing");
  ASSERT_EQ(step.kind, StepKind::kPending);
  EXPECT_GE(step.retry_after, 5'000);
  const ScanStep matched = resume(look_finds(step, "analyzed"), 200, "{}");
  expect_report();
  EXPECT_EQ(look_finds(matched, "analyzed").kind, StepKind::kDone);
}

TEST_F(AnchoreScan, ARescanOfWhatAnchoreDoesNotHaveIsAScan) {
  EXPECT_THAT(look_finds_nothing(begin_again()).await.value().url, HasSubstr("/registries"));
  EXPECT_THAT(look_finds(begin_again(), "analysis_failed").await.value().url,
              HasSubstr("/registries"));
  EXPECT_EQ(testing::code_of([&] { look(begin_again(), 503, ""); }),
            ErrorCode::kScannerUnavailable);
}

}  // namespace
}  // namespace portside::anchore
