// SPDX-License-Identifier: Apache-2.0
//
// Scans step by step, where something goes wrong.
#include "error_of.hpp"
#include "scan_fixture.hpp"

namespace portside::anchore {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

using AnchoreScanErrors = AnchoreScanTest;

constexpr char kCannotFetch[] = "cannot fetch image digest/manifest from registry";

TEST_F(AnchoreScanErrors, CredentialsThatAreNotTakenSayWhatToDo) {
  const ScanStep step = with_credentials_sent();
  const AdapterError error = testing::error_of([&] {
    resume(step, 406,
           error_body(406,
                      "cannot ping supplied registry with supplied credentials - exception: "
                      "certificate verify failed"));
  });
  EXPECT_EQ(error.code, ErrorCode::kRegistryAuthentication);
  EXPECT_FALSE(error.can_retry);
  EXPECT_THAT(error.message, HasSubstr("'validate_credentials: false'"));
  EXPECT_THAT(error.detail, HasSubstr("certificate verify failed"));
}

TEST_F(AnchoreScanErrors, CredentialsAreRenewedOnce) {
  const std::string denied = error_body(400, kCannotFetch, {"REGISTRY_PERMISSION_DENIED"});
  ScanStep step = with_image_posted();
  change_credentials();
  step = resume(step, 400, denied);
  EXPECT_THAT(step.await.value().body, HasSubstr("fresh-secret"));
  EXPECT_EQ(step.await->method, "PUT");
  step = resume(step, 200);
  const AdapterError error = testing::error_of([&] { resume(step, 400, denied); });
  EXPECT_EQ(error.code, ErrorCode::kRegistryAuthentication);
  EXPECT_FALSE(error.can_retry);
  EXPECT_THAT(error.message, HasSubstr("'use_anchore_configured_credentials'"));
}

TEST_F(AnchoreScanErrors, RenewedCredentialsWaitForARecordThatIsBeingMade) {
  const std::string denied = error_body(400, kCannotFetch, {"REGISTRY_PERMISSION_DENIED"});
  const std::string missing = error_body(404, "registry not found in DB");
  const ScanStep posted = with_image_posted();
  const std::string digest = request_.image.digest;
  const std::string other = "sha256:" + std::string(64, '2');

  request_.image.digest = other;
  const ScanStep changes = resume(begin(), 404, error_body(404, "image not found in DB"));
  ASSERT_EQ(changes.await.value().method, "PUT");
  const ScanStep makes = resume(changes, 404, missing);
  ASSERT_EQ(makes.await.value().method, "POST");

  request_.image.digest = digest;
  change_credentials();
  ScanStep renews = resume(posted, 400, denied);
  EXPECT_EQ(renews.kind, StepKind::kPending);
  EXPECT_FALSE(renews.await);
  EXPECT_EQ(renews.retry_after, 500);

  request_.image.digest = other;
  resume(makes, 200);
  request_.image.digest = digest;
  renews = resume(renews);
  EXPECT_EQ(renews.await.value().method, "PUT");
  EXPECT_THAT(renews.await->body, HasSubstr("fresh-secret"));
  renews = resume(renews, 200);
  EXPECT_EQ(testing::code_of([&] { resume(renews, 400, denied); }),
            ErrorCode::kRegistryAuthentication)
      << "they are renewed once";
}

TEST_F(AnchoreScanErrors, CredentialsThatAreNotOursAreNotRenewed) {
  for (const bool are_anchores : {true, false}) {
    config_.use_anchore_configured_credentials = are_anchores;
    if (!are_anchores) registry_.set_credentials({});
    const ScanStep step = look_finds_nothing(begin());
    EXPECT_EQ(testing::code_of([&] {
                resume(step, 400, error_body(400, kCannotFetch, {"REGISTRY_PERMISSION_DENIED"}));
              }),
              ErrorCode::kRegistryAuthentication);
    const ScanStep posted = resume(step, 200, image_body(2, "not_analyzed"));
    EXPECT_EQ(testing::code_of([&] { look_finds(posted, "analysis_failed"); }),
              ErrorCode::kScanFailed);
  }
}

TEST_F(AnchoreScanErrors, ATokenOfTheRegistryIsRefused) {
  Credentials token;
  token.kind = CredentialKind::kBearer;
  token.token = "secret-token";
  registry_.set_credentials(token);
  for (const char digit : {'1', '2'}) {  // no scan waits for another's record
    request_.image.digest = "sha256:" + std::string(64, digit);
    const ScanStep asked = begin();
    const AdapterError error =
        testing::error_of([&] { resume(asked, 404, error_body(404, "no")); });
    EXPECT_EQ(error.code, ErrorCode::kUnsupported);
    EXPECT_THAT(error.message + error.detail, Not(HasSubstr("secret-token")));
  }
}

TEST_F(AnchoreScanErrors, ARefusedImageIsAnError) {
  const ScanStep step = with_image_posted();
  EXPECT_EQ(testing::code_of([&] {
              resume(step, 400, error_body(400, kCannotFetch, {"REGISTRY_IMAGE_NOT_FOUND"}));
            }),
            ErrorCode::kRegistryNotFound);
  EXPECT_EQ(testing::code_of([&] { resume(step, 500, error_body(500, "oops")); }),
            ErrorCode::kScannerUnavailable);
  EXPECT_EQ(testing::code_of([&] { resume(step, 200, "<html>"); }), ErrorCode::kScannerBadAnswer);
}

TEST_F(AnchoreScanErrors, NoAnswerIsAnErrorOfEachAwaitedRequest) {
  HttpResponse none;
  none.extra.text = R"({"error":"connection reset","can_retry":true})";
  for (const ScanStep& step : {with_credentials_sent(), with_image_posted()}) {
    const AdapterError error = testing::error_of([&] { resume(step, none); });
    EXPECT_EQ(error.code, ErrorCode::kScannerUnreachable);
    EXPECT_TRUE(error.can_retry);
    EXPECT_EQ(error.detail, "connection reset");
  }
  none.extra.text = R"({"error":"certificate not trusted","can_retry":false})";
  for (const ScanStep& step : {begin(), with_credentials_sent(), resume(with_analysis_begun())}) {
    const AdapterError error = testing::error_of([&] { resume(step, none); });
    EXPECT_EQ(error.code, ErrorCode::kScannerUnreachable);
    EXPECT_FALSE(error.can_retry);
  }
}

TEST_F(AnchoreScanErrors, WhatIsNotKnownOfAnImageIsNoReasonToPostIt) {
  EXPECT_EQ(testing::code_of([&] { look(begin(), 404, "<html>no such page</html>"); }),
            ErrorCode::kScannerBadAnswer);
  EXPECT_EQ(testing::code_of([&] { look(begin(), 503, ""); }), ErrorCode::kScannerUnavailable);
}

TEST_F(AnchoreScanErrors, WhatCannotBeNamedIsNotAskedFor) {
  request_.image.registry_url = "https://[::1]:5000";
  EXPECT_EQ(testing::code_of([&] { begin(); }), ErrorCode::kUnsupported);
}

TEST_F(AnchoreScanErrors, AnImageThatIsNotVisibleYetIsLookedForAFewTimes) {
  ScanStep step = with_analysis_begun();
  for (int i = 0; i < 5; ++i) {
    step = look_finds_nothing(step);
    ASSERT_EQ(step.kind, StepKind::kPending);
    EXPECT_EQ(step.retry_after, 5'000);
  }
  const AdapterError error = testing::error_of([&] { look_finds_nothing(step); });
  EXPECT_EQ(error.code, ErrorCode::kStaleContinuation) << "the host begins afresh, once";
  EXPECT_THAT(error.message, HasSubstr("does not know the image"));
}

TEST_F(AnchoreScanErrors, AnImageThatIsForgottenBeforeItsReportIsScannedAfresh) {
  know_feeds();
  const ScanStep asked = begin();
  expect_report().respond(404, error_body(404, "image not found in DB"));
  EXPECT_EQ(testing::code_of([&] { look_finds(asked, "analyzed"); }),
            ErrorCode::kStaleContinuation);
}

TEST_F(AnchoreScanErrors, AReportThatDoesNotComeIsAskedForAgain) {
  know_feeds();
  ScanStep step = begin();
  for (int i = 0; i < 5; ++i) {
    expect_report().respond(503);
    step = look_finds(step, "analyzed");
    ASSERT_EQ(step.kind, StepKind::kPending);
    EXPECT_GE(step.retry_after, 5'000);
  }
  expect_report().respond(503);
  EXPECT_EQ(testing::code_of([&] { look_finds(step, "analyzed"); }),
            ErrorCode::kScannerUnavailable);
  know_feeds();
  const ScanStep other = begin();
  expect_report().respond(401);
  EXPECT_EQ(testing::code_of([&] { look_finds(other, "analyzed"); }),
            ErrorCode::kScannerAuthentication);
}

TEST_F(AnchoreScanErrors, AMatchThatTakesTooLongIsNotOrderedAgain) {
  config_.analysis_timeout = 60'000;
  for (const std::int32_t status : {0, 504}) {
    const ScanStep asked = with_match_begun();
    host_.clock().advance(185'000);
    const ScanStep step = resume(asked, status);
    ASSERT_EQ(step.kind, StepKind::kPending);
    know_feeds();
    expect_report();
    EXPECT_EQ(look_finds(step, "analyzed").kind, StepKind::kDone);
  }
}

TEST_F(AnchoreScanErrors, AMatchThatWasNotBegunIsOrderedAgain) {
  ScanStep step = with_match_begun();
  for (const std::int32_t status : {0, 504, 503, 500, 404}) {
    step = look_finds(resume(step, status, "not Anchore"), "analyzed");
    ASSERT_THAT(step.await.value().url, HasSubstr("force_refresh")) << status;
  }
  EXPECT_EQ(testing::code_of([&] { resume(step, 503); }), ErrorCode::kScannerUnavailable)
      << "five times";
}

TEST_F(AnchoreScanErrors, AMatchThatCannotBe) {
  const ScanStep step = with_match_begun();
  EXPECT_EQ(testing::code_of([&] { resume(step, 404, error_body(404, "image not found in DB")); }),
            ErrorCode::kStaleContinuation);
  EXPECT_EQ(testing::code_of([&] { resume(step, 401, "Unauthorized"); }),
            ErrorCode::kScannerAuthentication);
  EXPECT_EQ(testing::code_of([&] { resume(resume(step, 503), 401, "Unauthorized"); }),
            ErrorCode::kScannerAuthentication);
}

/// An image that is analysed and is not: Anchore contradicts itself.
TEST_F(AnchoreScanErrors, AMatchThatIsNeverToBeEnds) {
  config_.analysis_timeout = 60'000;
  const std::string no = error_body(404, "image is not analyzed - analysis_status: analyzing");
  ScanStep step = with_match_begun();
  const AdapterError error = testing::error_of([&] {
    for (int i = 0; i < 20; ++i) {
      const ScanStep waiting = resume(step, 404, no);
      EXPECT_GT(waiting.retry_after, 0);
      step = look_finds(waiting, "analyzed");
      EXPECT_THAT(step.await.value().url, HasSubstr("force_refresh"));
    }
  });
  EXPECT_EQ(error.code, ErrorCode::kDeadlineExceeded);
}

TEST_F(AnchoreScanErrors, FailuresInARowAreToleratedFiveTimes) {
  ScanStep step = with_analysis_begun();
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 5; ++i) {
      step = i % 2 == 0 ? look(step, 502, "<html>bad gateway</html>") : look(step, 0, "");
      ASSERT_EQ(step.kind, StepKind::kPending);
      EXPECT_GE(step.retry_after, 5'000);
    }
    step = look_finds(step, "analyzing");  // and the count begins anew
  }
  for (int i = 0; i < 5; ++i) step = look(step, 200, "<html>");
  EXPECT_EQ(testing::code_of([&] { look(step, 0, ""); }), ErrorCode::kScannerUnreachable);
}

/// The path was known when the scan began: a gateway that is without its backend answers.
TEST_F(AnchoreScanErrors, APathThatIsUnknownForAWhileEndsNoAnalysis) {
  ScanStep step = with_analysis_begun();
  for (int i = 0; i < 5; ++i) step = look(step, 404, "default backend - 404");
  ASSERT_EQ(step.kind, StepKind::kPending);
  EXPECT_EQ(testing::code_of([&] { look(step, 404, "default backend - 404"); }),
            ErrorCode::kScannerBadAnswer);
  know_feeds();
  expect_report();
  EXPECT_EQ(look_finds(step, "analyzed").kind, StepKind::kDone);
}

TEST_F(AnchoreScanErrors, AReportWhosePathIsUnknownForAWhileIsAskedForAgain) {
  know_feeds();
  const ScanStep asked = begin();
  expect_report().respond(404, "default backend - 404");
  const ScanStep step = look_finds(asked, "analyzed");
  ASSERT_EQ(step.kind, StepKind::kPending);
  expect_report();
  EXPECT_EQ(look_finds(step, "analyzed").kind, StepKind::kDone);
}

TEST_F(AnchoreScanErrors, APauseIsNoLongerThanAnAnalysisMayTake) {
  config_.analysis_timeout = 60'000;
  HttpResponse answer = answer_with(429, "");
  answer.headers = {{"Retry-After", "3600"}};
  ScanStep step = resume(with_analysis_begun(), answer);
  EXPECT_LE(step.retry_after, 60'000);
  EXPECT_GT(step.retry_after, 50'000);
  const AdapterError error = testing::error_of([&] { resume(step, answer); });
  EXPECT_EQ(error.code, ErrorCode::kDeadlineExceeded);
  EXPECT_THAT(error.message, HasSubstr("'analysis_timeout_seconds'"));
  know_feeds();
  step = begin();
  expect_report().respond(429, "", {{"Retry-After", "3600"}});
  EXPECT_EQ(look_finds(step, "analyzed").retry_after, 60'000);
}

TEST_F(AnchoreScanErrors, AProxyThatAsksForAPauseGetsIt) {
  const ScanStep step = with_analysis_begun();
  const std::vector<std::pair<const char*, Millis>> pauses = {{"90", 90'000}, {"0", 5'000}};
  for (const auto& [said, pause] : pauses) {
    HttpResponse answer = answer_with(429, "");
    answer.headers = {{"Retry-After", said}};
    EXPECT_EQ(resume(step, answer).retry_after, pause);
  }
}

TEST_F(AnchoreScanErrors, WhatDoesNotPassIsNotTolerated) {
  EXPECT_EQ(testing::code_of([&] { look(with_analysis_begun(), 401, "Unauthorized"); }),
            ErrorCode::kScannerAuthentication);
}

TEST_F(AnchoreScanErrors, ACancelledCallIsNotTolerated) {
  know_feeds();
  const ScanStep step = with_analysis_begun();
  context_.cancel();
  EXPECT_EQ(testing::code_of([&] { look_finds(step, "analyzed"); }), ErrorCode::kCancelled);
}

TEST_F(AnchoreScanErrors, AnAnalysisThatFailsTwiceIsFinal) {
  ScanStep step = look_finds(with_analysis_begun(), "analysis_failed");
  step = resume(resume(step, 200), 200, image_body(2, "not_analyzed"));
  const nlohmann::json detail = {
      {"analysis_status_detail", {{"source", {{"host_id", "analyzer-1"}}}}}};
  const AdapterError error =
      testing::error_of([&] { look_finds(step, "analysis_failed", detail); });
  EXPECT_EQ(error.code, ErrorCode::kScanFailed);
  EXPECT_FALSE(error.can_retry);
  EXPECT_EQ(error.detail, "host_id: analyzer-1");
}

TEST_F(AnchoreScanErrors, AnAnalysisThatTakesForEverEnds) {
  config_.analysis_timeout = 60'000;
  ScanStep step = with_analysis_begun();
  Millis waited = 0;
  while (waited + step.retry_after < 60'000) {
    waited += step.retry_after;
    step = look_finds(step, "analyzing");
  }
  EXPECT_EQ(waited + step.retry_after, 60'000) << "the last look is at the end";
  const AdapterError error = testing::error_of([&] { look_finds(step, "analyzing"); });
  EXPECT_EQ(error.code, ErrorCode::kDeadlineExceeded) << "after which the host abandons the scan";
  EXPECT_FALSE(error.can_retry) << "the same look would find the same";
  EXPECT_THAT(error.message, HasSubstr("within 60 seconds ('analysis_timeout_seconds')"));
  EXPECT_THAT(error.message, HasSubstr("'analyzing'"));
}

TEST_F(AnchoreScanErrors, AnImageThatBecomesReadyAtTheLastMomentIsReported) {
  config_.analysis_timeout = 60'000;
  const ScanStep step = with_analysis_begun();
  host_.clock().advance(3'600'000);
  know_feeds();
  expect_report();
  EXPECT_EQ(look_finds(step, "analyzed").kind, StepKind::kDone);
}

TEST_F(AnchoreScanErrors, AReportThatBreaksOffIsNoReport) {
  know_feeds();
  const ScanStep step = with_image_posted();
  expect_report().breaks_after(100);
  EXPECT_EQ(resume(step, 200, image_body(2, "analyzed")).kind, StepKind::kPending)
      << "no row went into the report yet";
  expect_report().breaks_after(report_body().size() - 20);
  const AdapterError error =
      testing::error_of([&] { resume(step, 200, image_body(2, "analyzed")); });
  EXPECT_EQ(error.code, ErrorCode::kScannerBadAnswer);
  EXPECT_TRUE(error.can_retry);
}

TEST_F(AnchoreScanErrors, NoCredentialIsInAnythingThatIsKept) {
  for (const ScanStep& step : {with_credentials_sent(), with_image_posted()}) {
    EXPECT_THAT(step.continuation.text + step.note, Not(HasSubstr("pull-secret")));
    const AdapterError error = testing::error_of([&] {
      resume(step, 400,
             error_body(400, "skopeo --src-creds robot:pull-secret docker://core failed",
                        {"registry_pass=pull-secret"}));
    });
    EXPECT_THAT(error.message + error.detail, Not(HasSubstr("pull-secret")));
  }
}

}  // namespace
}  // namespace portside::anchore
