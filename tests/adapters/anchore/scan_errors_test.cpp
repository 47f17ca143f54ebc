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
  Credentials fresh;
  fresh.kind = CredentialKind::kBasic;
  fresh.user = "robot2";
  fresh.secret = "fresh-secret";
  registry_.set_credentials(fresh);
  step = resume(step, 400, denied);
  EXPECT_THAT(step.await.value().body, HasSubstr("fresh-secret"));
  step = resume(step, 409, error_body(409, "registry already exists in DB"));
  EXPECT_EQ(step.await.value().method, "PUT");
  expect_missing();
  step = resume(step, 200);
  const AdapterError error = testing::error_of([&] { resume(step, 400, denied); });
  EXPECT_EQ(error.code, ErrorCode::kRegistryAuthentication);
  EXPECT_FALSE(error.can_retry);
  EXPECT_THAT(error.message, HasSubstr("'use_anchore_configured_credentials'"));
}

TEST_F(AnchoreScanErrors, CredentialsOfAnchoreAreNotRenewed) {
  config_.use_anchore_configured_credentials = true;
  expect_missing();
  const ScanStep step = begin();
  EXPECT_EQ(testing::code_of([&] {
              resume(step, 400, error_body(400, kCannotFetch, {"REGISTRY_PERMISSION_DENIED"}));
            }),
            ErrorCode::kRegistryAuthentication);
}

TEST_F(AnchoreScanErrors, ATokenOfTheRegistryIsRefused) {
  Credentials token;
  token.kind = CredentialKind::kBearer;
  token.token = "secret-token";
  registry_.set_credentials(token);
  const AdapterError error = testing::error_of([&] { begin(); });
  EXPECT_EQ(error.code, ErrorCode::kUnsupported);
  EXPECT_THAT(error.message + error.detail, Not(HasSubstr("secret-token")));
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
}

TEST_F(AnchoreScanErrors, WhatIsNotKnownOfAnImageIsNoReasonToPostIt) {
  const ScanStep step = with_credentials_sent();
  expect_look().respond(404, "<html>no such page</html>");
  EXPECT_EQ(testing::code_of([&] { resume(step, 200); }), ErrorCode::kScannerBadAnswer);
  expect_look().respond(503);
  EXPECT_EQ(testing::code_of([&] { resume(step, 200); }), ErrorCode::kScannerUnavailable);
}

TEST_F(AnchoreScanErrors, AnImageThatIsNotVisibleYetIsLookedForAFewTimes) {
  ScanStep step = with_analysis_begun();
  for (int i = 0; i < 5; ++i) {
    expect_missing();
    step = resume(step);
    ASSERT_EQ(step.kind, StepKind::kPending);
    EXPECT_EQ(step.retry_after, 5'000);
  }
  expect_missing();
  const AdapterError error = testing::error_of([&] { resume(step); });
  EXPECT_EQ(error.code, ErrorCode::kScanFailed);
  EXPECT_TRUE(error.can_retry);
  EXPECT_THAT(error.message, HasSubstr("does not know the image"));
}

TEST_F(AnchoreScanErrors, FailuresInARowAreToleratedFiveTimes) {
  ScanStep step = with_analysis_begun();
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 5; ++i) {
      if (i % 2 == 0) {
        expect_look().respond(502, "<html>bad gateway</html>");
      } else {
        expect_look().fail(AdapterError(ErrorCode::kDeadlineExceeded, "the request took too long"));
      }
      step = resume(step);
      ASSERT_EQ(step.kind, StepKind::kPending);
      EXPECT_FALSE(step.await);
    }
    expect_analysis("analyzing");  // and the count begins anew
    step = resume(step);
  }
  for (int i = 0; i < 5; ++i) {
    expect_look().respond(200, "<html>");
    step = resume(step);
  }
  expect_look().fail(AdapterError(ErrorCode::kScannerUnreachable, "refused"));
  EXPECT_EQ(testing::code_of([&] { resume(step); }), ErrorCode::kScannerUnreachable);
}

TEST_F(AnchoreScanErrors, AProxyThatAsksForAPauseGetsIt) {
  const ScanStep step = with_analysis_begun();
  expect_look().respond(429, "", {{"Retry-After", "90"}});
  EXPECT_EQ(resume(step).retry_after, 90'000);
  expect_look().respond(429, "", {{"Retry-After", "0"}});
  EXPECT_EQ(resume(step).retry_after, 5'000);
}

TEST_F(AnchoreScanErrors, WhatDoesNotPassIsNotTolerated) {
  const ScanStep step = with_analysis_begun();
  expect_look().respond(401, "Unauthorized");
  EXPECT_EQ(testing::code_of([&] { resume(step); }), ErrorCode::kScannerAuthentication);
}

TEST_F(AnchoreScanErrors, ACancelledCallIsNotTolerated) {
  const ScanStep step = with_analysis_begun();
  context_.cancel();
  EXPECT_EQ(testing::code_of([&] { resume(step); }), ErrorCode::kCancelled);
}

TEST_F(AnchoreScanErrors, AFailedAnalysisIsFinal) {
  const ScanStep step = with_analysis_begun();
  expect_analysis("analysis_failed");
  const AdapterError error = testing::error_of([&] { resume(step); });
  EXPECT_EQ(error.code, ErrorCode::kScanFailed);
  EXPECT_FALSE(error.can_retry);
}

TEST_F(AnchoreScanErrors, AnAnalysisThatTakesForEverEnds) {
  config_.analysis_timeout = 60'000;
  ScanStep step = with_analysis_begun();
  Millis waited = 0;
  while (waited + step.retry_after < 60'000) {
    waited += step.retry_after;
    expect_analysis("analyzing");
    step = resume(step);
  }
  EXPECT_EQ(waited + step.retry_after, 60'000) << "the last look is at the end";
  expect_analysis("analyzing");
  const AdapterError error = testing::error_of([&] { resume(step); });
  EXPECT_EQ(error.code, ErrorCode::kScanFailed);
  EXPECT_TRUE(error.can_retry);
  EXPECT_THAT(error.message, HasSubstr("within 60 seconds ('analysis_timeout_seconds')"));
  EXPECT_THAT(error.message, HasSubstr("'analyzing'"));
}

TEST_F(AnchoreScanErrors, AnImageThatBecomesReadyAtTheLastMomentIsReported) {
  config_.analysis_timeout = 60'000;
  const ScanStep step = with_analysis_begun();
  host_.clock().advance(3'600'000);
  know_feeds();
  expect_analysis("analyzed");
  expect_report();
  EXPECT_EQ(resume(step).kind, StepKind::kDone);
}

TEST_F(AnchoreScanErrors, AReportThatBreaksOffIsNoReport) {
  know_feeds();
  const ScanStep step = with_image_posted();
  expect_report().breaks_after(100);
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
