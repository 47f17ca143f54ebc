// SPDX-License-Identifier: Apache-2.0
//
// A scan as a row of steps: what is posted, what follows an answer, what a restart loses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "v2_fixture.hpp"

namespace portside::clair::v2 {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using Clair2Scan = Clair2Test;

std::string posted_name(const ScanStep& step) {
  if (!step.await) return "nothing: " + step.note;
  return nlohmann::json::parse(step.await->body)["Layer"]["Name"];
}

nlohmann::json metadata_of(const ScanStep& step) {
  return nlohmann::json::parse(step.summary.metadata.text);
}

TEST_F(Clair2Scan, PostsTheLayersFromTheBaseAndReadsTheTop) {
  ScanStep step = scan();
  EXPECT_EQ(posted_name(step), kBaseName);
  step = resume(step, answer("layer-post-base"));
  EXPECT_EQ(posted_name(step), kChildName);
  step = resume(step, answer("layer-post-child"));
  EXPECT_EQ(posted_name(step), kTopName);
  expect_report(kTopName).respond(answer("layer-get-with-vulns"));
  step = resume(step, answer("layer-post-top-no-packages"));

  ASSERT_EQ(step.kind, StepKind::kDone);
  EXPECT_EQ(sink_.rows.size(), 7U);
  EXPECT_EQ(sink_.row("CVE-2019-3822").layer_digest, kChildDigest);
  EXPECT_EQ(sink_.row("CVE-2019-9924").layer_digest, kBaseDigest);
  EXPECT_EQ(step.summary.coverage.outcome, CoverageOutcome::kScanned);
  EXPECT_EQ(step.summary.coverage.os, "debian 9");
  EXPECT_EQ(step.summary.coverage.packages, 5U);
  EXPECT_EQ(metadata_of(step), (nlohmann::json{{"generation", 2},
                                               {"top_layer", kTopName},
                                               {"namespace", "debian:9"},
                                               {"packages", 5},
                                               {"indexed_by_version", 3},
                                               {"os_supported", true},
                                               {"data_available", true},
                                               {"skipped_layers", nlohmann::json::array()}}));
}

TEST_F(Clair2Scan, ReadsTheManifestOnce) {
  expect_report(kTopName).respond(answer("layer-get-with-vulns"));
  scan_whole();
  EXPECT_EQ(registry_.calls().manifest, 1);
  EXPECT_EQ(registry_.calls().authorization, 3) << "each request has fresh credentials";
}

TEST_F(Clair2Scan, TellsHowFarItIs) {
  resume(scan(), answer("layer-post-base"));
  const auto reports = context_.progress_reports();
  ASSERT_EQ(reports.size(), 2U);
  EXPECT_EQ(reports[1].phase, "index");
  EXPECT_EQ(reports[1].done, 1U);
  EXPECT_EQ(reports[1].total, 3U);
}

TEST_F(Clair2Scan, PostsTheSameLayerAgainAfterARestart) {
  const ScanStep step = resume(scan(), answer("layer-post-base"));
  restart();
  EXPECT_EQ(posted_name(resume(step, std::nullopt)), kChildName);
  EXPECT_EQ(registry_.calls().manifest, 1);
}

TEST_F(Clair2Scan, GoesOnWithoutItsIndex) {
  const ScanStep step = resume(scan(), answer("layer-post-base"));
  restart();
  for (const auto& [key, value] : host_.key_values().all()) host_.state().write({{key, {}}});
  EXPECT_EQ(posted_name(resume(step, std::nullopt)), kChildName);
  EXPECT_EQ(registry_.calls().manifest, 2);
}

TEST_F(Clair2Scan, PostsAgainInTheSameProcessWhenTheAnswerWasLost) {
  EXPECT_EQ(posted_name(resume(scan(), std::nullopt)), kBaseName);
}

TEST_F(Clair2Scan, KeepsNoSecretInAStep) {
  const ScanStep step = resume(scan(), answer("layer-post-base"));
  EXPECT_THAT(step.continuation.text + step.note, Not(HasSubstr("good-token")));
  EXPECT_THAT(step.await->body, HasSubstr("good-token"));
  for (const auto& [key, value] : host_.key_values().all()) {
    EXPECT_THAT(value, Not(HasSubstr("good-token"))) << key;
  }
}

TEST_F(Clair2Scan, IsStaleAtALayerThatTheImageDoesNotHave) {
  ScanStep step = scan();
  Continuation continuation = parse_continuation(step.continuation);
  continuation.layer = 3;
  step.continuation = to_json(continuation);
  try {
    resume(step, std::nullopt);
    FAIL() << "it went on";
  } catch (const AdapterError& error) {
    EXPECT_EQ(error.code, ErrorCode::kStaleContinuation);
  }
}

TEST_F(Clair2Scan, PostsTheWholeChainOnceMoreWhenClairLostAParent) {
  ScanStep step = resume(scan(), answer("layer-post-base"));
  step = resume(step, answer("layer-post-unknown-parent"));
  EXPECT_EQ(posted_name(step), kBaseName);
  step = resume(step, answer("layer-post-base"));
  EXPECT_EQ(posted_name(step), kChildName);
  try {
    resume(step, answer("layer-post-unknown-parent"));
    FAIL() << "it went on for ever";
  } catch (const AdapterError& error) {
    EXPECT_EQ(error.code, ErrorCode::kScanFailed);
    EXPECT_FALSE(error.can_retry);
    EXPECT_THAT(error.message, HasSubstr("twice"));
  }
}

TEST_F(Clair2Scan, PostsTheWholeChainOnceMoreWhenTheTopIsGone) {
  expect_report(kTopName).respond(answer("layer-get-unknown"));
  ScanStep step = scan_whole();
  EXPECT_EQ(posted_name(step), kBaseName);
  expect_report(kTopName).respond(answer("layer-get-with-vulns"));
  for (int i = 0; i < 3; ++i) step = resume(step, answer("layer-post-base"));
  EXPECT_EQ(step.kind, StepKind::kDone);
  EXPECT_EQ(sink_.rows.size(), 7U);
}

TEST_F(Clair2Scan, WaitsAndPostsAgainWhenClairRanOutOfTime) {
  ScanStep step = resume(scan(), answer("layer-post-api-timeout"));
  EXPECT_EQ(step.kind, StepKind::kPending);
  EXPECT_EQ(step.retry_after, 5'000);
  step = resume(step, std::nullopt);
  EXPECT_EQ(posted_name(step), kBaseName);
  step = resume(step, answer("layer-post-retry-after-timeout"));
  EXPECT_EQ(posted_name(step), kChildName);
}

TEST_F(Clair2Scan, DoesNotWaitForEverForClair) {
  ScanStep step = scan();
  std::vector<Millis> pauses;
  try {
    for (int i = 0; i < 100; ++i) {
      step = resume(step, answer("layer-post-api-timeout"));
      pauses.push_back(step.retry_after);
      step = resume(step, std::nullopt);
    }
    FAIL() << "it waited for ever";
  } catch (const AdapterError& error) {
    EXPECT_EQ(error.code, ErrorCode::kScannerUnavailable);
    EXPECT_TRUE(error.can_retry);
    EXPECT_THAT(error.message, HasSubstr("api.timeout"));
  }
  EXPECT_EQ(pauses, (std::vector<Millis>{5'000, 10'000, 20'000, 40'000, 60'000, 60'000, 60'000,
                                         60'000, 60'000, 60'000}));
}

TEST_F(Clair2Scan, PostsOnceMoreWhatMayHaveBeenCutShort) {
  const ScanStep step = resume(scan(), answer("layer-post-content-truncated-gz"));
  EXPECT_EQ(posted_name(step), kBaseName);
  EXPECT_EQ(posted_name(resume(step, answer("layer-post-base"))), kChildName);
}

TEST_F(Clair2Scan, PostsOnceMoreWithFreshCredentialsWhatTheRegistryGives) {
  const ScanStep first = scan();
  registry_.set_authorization({"Bearer newer-token", {}});
  const ScanStep step = resume(first, answer("layer-post-blob-401"));
  EXPECT_EQ(posted_name(step), kBaseName);
  EXPECT_THAT(step.await->body, HasSubstr("newer-token"));
}

TEST_F(Clair2Scan, LeavesForeignLayersOutButCountsThemInNames) {
  put_image({{kBaseDigest, "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"},
             {kChildDigest},
             {kTopDigest}});
  ScanStep step = scan();
  EXPECT_EQ(posted_name(step), kChildName);
  EXPECT_THAT(step.await->body, Not(HasSubstr("ParentName")));
  step = resume(step, answer("layer-post-base"));
  EXPECT_EQ(posted_name(step), kTopName);
  expect_report(kTopName).respond(answer("layer-get-with-vulns"));
  step = resume(step, answer("layer-post-base"));
  EXPECT_FALSE(step.summary.coverage.notes.empty()) << "the note lives through the steps";
  EXPECT_EQ(metadata_of(step)["skipped_layers"], nlohmann::json::array({kBaseDigest}));
}

TEST_F(Clair2Scan, ReadsTheLastPostedLayerWhenTheTopIsLeftOut) {
  put_image(
      {{kBaseDigest}, {kChildDigest, "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"}});
  expect_report(kBaseName).respond(answer("layer-get-with-vulns-base"));
  EXPECT_EQ(resume(scan(), answer("layer-post-base")).kind, StepKind::kDone);
}

TEST_F(Clair2Scan, PostsNothingOfAnImageWithAZstdLayer) {
  put_image({{kBaseDigest}, {kChildDigest, "application/vnd.oci.image.layer.v1.tar+zstd"}});
  try {
    scan();
    FAIL() << "it was posted";
  } catch (const AdapterError& error) {
    EXPECT_EQ(error.code, ErrorCode::kUnsupported);
    EXPECT_FALSE(error.can_retry);
    EXPECT_THAT(error.message, HasSubstr("zstd"));
  }
  EXPECT_TRUE(host_.key_values().all().empty());
}

TEST_F(Clair2Scan, AsksClairNothingAboutAnImageWithoutLayers) {
  put_image({});
  const ScanStep step = scan();
  EXPECT_EQ(step.kind, StepKind::kDone);
  EXPECT_EQ(step.summary.coverage.outcome, CoverageOutcome::kNothingToScan);
}

TEST_F(Clair2Scan, WaitsForAnotherImageThatPostsTheSameBase) {
  const std::string other = "sha256:" + std::string(64, '2');
  put_image({{kBaseDigest}, {kTopDigest}}, other);
  const ScanStep first = scan();
  ScanStep second = scan(other);
  EXPECT_FALSE(second.await);
  EXPECT_EQ(second.retry_after, 2'000);
  second = resume(second, std::nullopt, other);
  EXPECT_FALSE(second.await) << "still under way";
  resume(first, answer("layer-post-base"));
  second = resume(second, std::nullopt, other);
  EXPECT_EQ(posted_name(second), kBaseName);
  EXPECT_TRUE(scan(kImage).await) << "what Clair has is posted by all at once";
}

TEST_F(Clair2Scan, DoesNotWaitForALayerWhosePosterFailedOrDidNotComeBack) {
  const std::string other = "sha256:" + std::string(64, '2');
  put_image({{kBaseDigest}, {kTopDigest}}, other);
  const ScanStep first = scan();
  EXPECT_THROW(resume(first, answer("layer-post-db-down")), AdapterError);
  EXPECT_TRUE(scan(other).await);
  EXPECT_TRUE(scan(kImage).await) << "what failed nobody waits for";
}

TEST(Clair2PostsUnderWay, ForgetsAPostThatDoesNotComeBackAndAFailureOfLongAgo) {
  constexpr Millis kHour = 3'600'000;
  PostsUnderWay posts;
  EXPECT_TRUE(posts.begin("layer", "a", 0));
  EXPECT_TRUE(posts.begin("layer", "a", 0)) << "its own post";
  EXPECT_FALSE(posts.begin("layer", "b", 119'999));
  EXPECT_TRUE(posts.begin("layer", "b", 120'000));
  posts.end("layer", PostEnd::kFailed, 130'000);
  EXPECT_TRUE(posts.begin("layer", "a", 130'000));
  EXPECT_TRUE(posts.begin("layer", "b", 129'999 + kHour));
  EXPECT_FALSE(posts.begin("layer", "a", 130'000 + kHour));
  posts.end("layer", PostEnd::kTaken, 140'000 + kHour);
  EXPECT_TRUE(posts.begin("layer", "a", 140'000 + kHour));
  EXPECT_TRUE(posts.begin("layer", "b", 140'000 + kHour));
}

TEST_F(Clair2Scan, WaitsForNobodyToRepeatWhatFailed) {
  const std::string other = "sha256:" + std::string(64, '2');
  put_image({{kBaseDigest}, {kTopDigest}}, other);
  const ScanStep first = scan();
  ScanStep second = scan(other);
  ASSERT_FALSE(second.await);
  EXPECT_THROW(resume(first, answer("layer-post-db-down")), AdapterError);
  second = resume(second, std::nullopt, other);
  ASSERT_TRUE(second.await);
  for (int attempt = 0; attempt < 3; ++attempt) {
    host_.clock().advance(60'000);
    EXPECT_EQ(resume(first, std::nullopt).continuation.text, first.continuation.text);
    EXPECT_THROW(resume(second, answer("layer-post-db-down"), other), AdapterError);
    EXPECT_TRUE(resume(second, std::nullopt, other).await);
    EXPECT_THROW(resume(first, answer("layer-post-db-down")), AdapterError);
  }
}

TEST_F(Clair2Scan, StillWaitsWhileClairGoesOnBehindATimeout) {
  const std::string other = "sha256:" + std::string(64, '2');
  put_image({{kBaseDigest}, {kTopDigest}}, other);
  const ScanStep paused = resume(scan(), answer("layer-post-api-timeout"));
  EXPECT_TRUE(scan(other).await);
  EXPECT_FALSE(resume(paused, std::nullopt).await);
}

TEST_F(Clair2Scan, CountsEachKindOfFailureForItself) {
  ScanStep step = resume(scan(), answer("layer-post-api-timeout"));
  step = resume(step, std::nullopt);
  step = resume(step, answer("layer-post-content-truncated-gz"));
  EXPECT_EQ(posted_name(step), kBaseName) << "the first archive that was cut short";
  step = resume(step, answer("layer-post-blob-401"));
  EXPECT_EQ(posted_name(step), kBaseName) << "the first that was not fetched";
  EXPECT_THROW(resume(step, answer("layer-post-content-truncated-gz")), AdapterError);
  EXPECT_THROW(resume(step, answer("layer-post-blob-401")), AdapterError);
  EXPECT_EQ(resume(step, answer("layer-post-api-timeout")).retry_after, 10'000);
  step = resume(step, answer("layer-post-base"));
  step = resume(step, answer("layer-post-content-truncated-gz"));
  EXPECT_EQ(posted_name(step), kChildName) << "another layer begins anew";
}

}  // namespace
}  // namespace portside::clair::v2
