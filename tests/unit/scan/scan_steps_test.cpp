// SPDX-License-Identifier: Apache-2.0
//
// One scan: its steps, its report, its errors.
#include <limits>

#include "scan_fixture.hpp"

namespace portside {
namespace {

using ::testing::_;
using testing::done;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::ids_of;
using testing::pause;
using ::testing::Return;
using testing::row;
using testing::ScanFixture;
using ::testing::SizeIs;

class ScanStepsTest : public ScanFixture {
 protected:
  Mock& mock_ = add_scanner("mock");
};

auto throws(ErrorCode code, const std::string& message = "it failed") {
  return [=](auto&&...) -> ScanStep { throw AdapterError(code, message); };
}

auto reports(const std::string& id, ScanStep step) {
  return [=](const ScanRequest&, RegistryAccess&, ReportSink& sink, const CallContext&) {
    sink.vulnerability(row(id));
    return step;
  };
}

auto resumes(const std::string& id, ScanStep step) {
  return [=](const ScanRequest&, const Json&, const HttpResponse*, RegistryAccess&,
             ReportSink& sink, const CallContext&) {
    sink.vulnerability(row(id));
    return step;
  };
}

TEST_F(ScanStepsTest, ReportsWhatOneStepFound) {
  EXPECT_CALL(mock_, scan_image)
      .WillOnce([](const ScanRequest& request, RegistryAccess& registry, ReportSink& sink,
                   const CallContext&) {
        EXPECT_EQ(request.image.digest, testing::digest_number(1));
        EXPECT_EQ(request.image.registry_url, "https://registry.test");
        EXPECT_EQ(registry.repository(), "library/test");
        EXPECT_FALSE(request.previous);
        sink.vulnerability(row("CVE-1"));
        sink.document("text/plain").write("raw");
        ScanStep step = done();
        step.summary.metadata.text = "[1]";
        step.summary.coverage.packages = 3;
        return step;
      });
  ScanOrder order = this->order();
  order.reference = "registry.test/library/test:1";
  const ScanOutcome outcome = outcome_of(service().scan(order));
  EXPECT_FALSE(outcome.unchanged);
  ASSERT_THAT(outcome.documents, SizeIs(1));
  EXPECT_EQ(outcome.documents.front().content, "raw");
  const auto report = reports_->find(testing::digest_number(1), "mock");
  ASSERT_TRUE(report);
  EXPECT_THAT(ids_of(*report), ElementsAre("CVE-1"));
  EXPECT_EQ(report->reference, "registry.test/library/test:1");
  EXPECT_EQ(report->scanner_name, "Mock Scanner");
  EXPECT_EQ(report->scanner_version, "1.0");
  EXPECT_EQ(report->scan_metadata.text, "[1]");
  EXPECT_EQ(report->coverage.packages, 3U);
  EXPECT_EQ(report->finished_at, clock_.now());
  EXPECT_TRUE(is_complete(*report));
  EXPECT_THAT(told_.kinds(), ElementsAre(ScanEvent::kStarted, ScanEvent::kEnded));
}

TEST_F(ScanStepsTest, TakesAScannerThatSaysNothingForOneWithoutData) {
  EXPECT_CALL(mock_, scan_image).WillOnce(Return(ScanStep::done({})));
  const ScanReport report = outcome_of(scan()).report;
  EXPECT_EQ(report.coverage.outcome, CoverageOutcome::kNoData);
  EXPECT_THAT(report.coverage.notes, ElementsAre(HasSubstr("did not say")));
  EXPECT_FALSE(is_complete(report));
}

TEST_F(ScanStepsTest, KeepsTheRowsOfAllStepsOverPauses) {
  EXPECT_CALL(mock_, scan_image).WillOnce(reports("CVE-1", pause(R"({"step":1})")));
  EXPECT_CALL(mock_, resume_scan)
      .WillOnce([](const ScanRequest&, const Json& continuation, const HttpResponse* awaited,
                   RegistryAccess&, ReportSink& sink, const CallContext&) {
        EXPECT_EQ(continuation.text, R"({"step":1})");
        EXPECT_EQ(awaited, nullptr);
        sink.vulnerability(row("CVE-2"));
        return done();
      });
  const auto scan = this->scan();
  ASSERT_TRUE(told_.wait(ScanEvent::kParked));
  EXPECT_EQ(told_.all(ScanEvent::kParked).front().note, "waiting");
  EXPECT_FALSE(reports_->find(testing::digest_number(1), "mock"));
  pass(1'000);
  EXPECT_THAT(ids_of(outcome_of(scan).report), ElementsAre("CVE-1", "CVE-2"));
}

TEST_F(ScanStepsTest, DoesNotResumeBeforeThePauseIsOver) {
  EXPECT_CALL(mock_, scan_image).WillOnce(Return(pause("{}", 1'000))).WillOnce(Return(done()));
  EXPECT_CALL(mock_, resume_scan).Times(0);
  const auto parked = scan(1);
  ASSERT_TRUE(told_.wait(ScanEvent::kParked));
  pass(999);
  outcome_of(scan(2));  // everything that was due had its turn before
  EXPECT_FALSE(parked->wait(0));
  service_.reset();
}

TEST_F(ScanStepsTest, TriesAgainWhatCanBeTriedAgain) {
  EXPECT_CALL(mock_, scan_image)
      .WillOnce(throws(ErrorCode::kScannerUnavailable, "the scanner starts"))
      .WillOnce([](auto&&...) -> ScanStep {
        throw AdapterError(ErrorCode::kScanFailed, "once more").retry_in(30'000);
      })
      .WillOnce(reports("CVE-1", done()));
  const auto scan = this->scan();
  ASSERT_TRUE(told_.wait(ScanEvent::kRetry));
  EXPECT_EQ(told_.all(ScanEvent::kRetry).front().note, "the scanner starts");
  pass(options_.first_pause);
  ASSERT_TRUE(told_.wait(ScanEvent::kRetry, 2));
  EXPECT_EQ(told_.all(ScanEvent::kRetry).back().attempt, 2U);
  pass(30'000);
  EXPECT_THAT(ids_of(outcome_of(scan).report), ElementsAre("CVE-1"));
}

TEST_F(ScanStepsTest, AsksWhoTheScannerIsUntilItSaysSo) {
  ScannerInfo info;
  info.name = "Mock";
  info.version = "7";
  EXPECT_CALL(mock_, describe)
      .WillOnce([]() -> ScannerInfo { throw AdapterError(ErrorCode::kScannerUnavailable, "no"); })
      .WillOnce(::testing::Return(info))
      .WillOnce(::testing::Return(info));
  EXPECT_CALL(mock_, scan_image)
      .WillOnce(throws(ErrorCode::kScannerUnavailable, "the scanner starts"))
      .WillOnce(::testing::Return(pause()));
  EXPECT_CALL(mock_, resume_scan).WillOnce(resumes("CVE-1", done()));
  const auto scan = this->scan();
  for (std::size_t failed = 1; failed <= 2; ++failed) {
    ASSERT_TRUE(told_.wait(ScanEvent::kRetry, failed));
    pass(60'000);
  }
  ASSERT_TRUE(told_.wait(ScanEvent::kParked));
  pass(1'000);
  const ScanReport report = outcome_of(scan).report;
  EXPECT_EQ(report.scanner_name, "Mock");
  EXPECT_EQ(report.scanner_version, "7");
}

TEST_F(ScanStepsTest, GivesUpAfterTheLastAttemptAndKeepsTheLastGoodReport) {
  stored();
  options_.attempts = 3;
  EXPECT_CALL(mock_, scan_image).Times(3).WillRepeatedly(throws(ErrorCode::kScannerUnavailable));
  const auto scan = this->scan();
  ASSERT_TRUE(told_.wait(ScanEvent::kRetry, 1));
  pass(1'000);
  ASSERT_TRUE(told_.wait(ScanEvent::kRetry, 2));
  pass(2'000);
  EXPECT_EQ(error_of(scan).code, ErrorCode::kScannerUnavailable);
  const auto report = reports_->find(testing::digest_number(1), "mock");
  ASSERT_TRUE(report);
  EXPECT_THAT(ids_of(*report), ElementsAre("CVE-OLD"));
  EXPECT_EQ(report->finished_at, 7);
}

TEST_F(ScanStepsTest, TriesDamagedBytesOnceMoreOnly) {
  EXPECT_CALL(mock_, scan_image).Times(2).WillRepeatedly(throws(ErrorCode::kIntegrity));
  const auto scan = this->scan();
  ASSERT_TRUE(told_.wait(ScanEvent::kRetry));
  pass(1'000);
  EXPECT_EQ(error_of(scan).code, ErrorCode::kIntegrity);
}

TEST_F(ScanStepsTest, DoesNotTryAgainWhatCannotHelp) {
  EXPECT_CALL(mock_, scan_image).WillOnce(throws(ErrorCode::kScannerRejected, "not this one"));
  EXPECT_EQ(error_of(scan()).message, "not this one");
  EXPECT_EQ(told_.all(ScanEvent::kEnded).front().note, "not this one");
}

TEST_F(ScanStepsTest, ThrowsAwayTheRowsOfAStepThatFailedAndNoOthers) {
  EXPECT_CALL(mock_, scan_image).WillOnce(reports("CVE-1", pause()));
  EXPECT_CALL(mock_, resume_scan)
      .WillOnce([](const ScanRequest&, const Json&, const HttpResponse*, RegistryAccess&,
                   ReportSink& sink, const CallContext&) -> ScanStep {
        sink.vulnerability(row("CVE-HALF"));
        throw AdapterError(ErrorCode::kScannerUnavailable, "cut");
      })
      .WillOnce(resumes("CVE-2", done()));
  const auto scan = this->scan();
  ASSERT_TRUE(told_.wait(ScanEvent::kParked));
  pass(1'000);
  ASSERT_TRUE(told_.wait(ScanEvent::kRetry));
  pass(1'000);
  EXPECT_THAT(ids_of(outcome_of(scan).report), ElementsAre("CVE-1", "CVE-2"));
}

TEST_F(ScanStepsTest, BeginsAStaleScanAfreshOnce) {
  EXPECT_CALL(mock_, scan_image)
      .WillOnce(reports("CVE-STALE", pause()))
      .WillOnce(reports("CVE-1", done()));
  EXPECT_CALL(mock_, resume_scan).WillOnce(throws(ErrorCode::kStaleContinuation));
  const auto scan = this->scan();
  ASSERT_TRUE(told_.wait(ScanEvent::kParked));
  pass(1'000);
  EXPECT_THAT(ids_of(outcome_of(scan).report), ElementsAre("CVE-1"));
}

TEST_F(ScanStepsTest, DoesNotBeginAfreshTwice) {
  EXPECT_CALL(mock_, scan_image).Times(2).WillRepeatedly(Return(pause()));
  EXPECT_CALL(mock_, resume_scan)
      .Times(2)
      .WillRepeatedly(throws(ErrorCode::kStaleContinuation, "who?"));
  EXPECT_CALL(mock_, abandon_scan).Times(0);
  const auto scan = this->scan();
  ASSERT_TRUE(told_.wait(ScanEvent::kParked, 1));
  pass(1'000);
  ASSERT_TRUE(told_.wait(ScanEvent::kParked, 2));
  pass(1'000);
  EXPECT_EQ(error_of(scan).message, "who?");
}

TEST_F(ScanStepsTest, GivesTheLastScanToARescanAndKeepsAnUnchangedReport) {
  stored();
  EXPECT_CALL(mock_, rescan_image)
      .WillOnce(
          [](const ScanRequest& request, RegistryAccess&, ReportSink& sink, const CallContext&) {
            EXPECT_EQ(request.previous->scan_metadata.text, R"({"n":1})");
            EXPECT_EQ(request.previous->data_updated_at, 5);
            EXPECT_EQ(request.previous->scanner_version, "0.9");
            sink.vulnerability(row("CVE-DROPPED"));
            return ScanStep::unchanged();
          });
  const ScanOutcome outcome = outcome_of(service().rescan("mock", testing::digest_number(1)));
  EXPECT_TRUE(outcome.unchanged);
  const auto report = reports_->find(testing::digest_number(1), "mock");
  EXPECT_THAT(ids_of(*report), ElementsAre("CVE-OLD"));
  EXPECT_EQ(report->finished_at, clock_.now());
  EXPECT_EQ(report->scan_metadata.text, R"({"n":1})");
}

TEST_F(ScanStepsTest, RescansOnlyWhatHasAReport) {
  EXPECT_EQ(testing::code_of([&] { service().rescan("mock", testing::digest_number(1)); }),
            ErrorCode::kNotFound);
  EXPECT_CALL(mock_, rescan_image).Times(0);
  EXPECT_CALL(mock_, scan_image).WillOnce(Return(done()));
  ScanOrder order = this->order();
  order.mode = ScanMode::kRescan;
  outcome_of(service().scan(order));
}

TEST_F(ScanStepsTest, DoesNotAskTheScannerAboutWhatIsNoImage) {
  EXPECT_CALL(mock_, scan_image).Times(0);
  ScanOrder chart = order();
  chart.image.config_media_type = "application/vnd.cncf.helm.config.v1+json";
  const ScanReport report = outcome_of(service().scan(chart)).report;
  EXPECT_EQ(report.coverage.outcome, CoverageOutcome::kUnsupported);
  EXPECT_THAT(report.coverage.notes, ElementsAre(HasSubstr("helm")));
  ScanOrder told = order(2);
  told.unsupported = "it is a signature";
  EXPECT_THAT(outcome_of(service().scan(told)).report.coverage.notes,
              ElementsAre("it is a signature"));
}

TEST_F(ScanStepsTest, ReadsTheTypesOfAnImageThatIsNamedByItsDigestAlone) {
  const std::string config = "application/vnd.oci.image.config.v1+json";
  images_->put_manifest(testing::digest_number(1),
                        R"({"schemaVersion":2,"config":{"mediaType":")" + config +
                            R"(","size":2,"digest":")" + testing::digest_number(9) +
                            R"("},"layers":[{"mediaType":"application/vnd.dev.cosign.x",)" +
                            R"("size":1,"digest":")" + testing::digest_number(8) + R"("}]})");
  ScanOrder order = this->order();
  order.image.config_media_type.clear();
  const ScanReport report = outcome_of(service().scan(order)).report;
  EXPECT_EQ(report.image.config_media_type, config);
  EXPECT_EQ(report.coverage.outcome, CoverageOutcome::kUnsupported);
  EXPECT_THAT(report.coverage.notes, ElementsAre(HasSubstr("cosign")));
}

TEST_F(ScanStepsTest, EndsAnOverdueParkedScanAndTellsTheScannerOnce) {
  stored();
  ScanOrder order = this->order();
  order.deadline = 5'000;
  EXPECT_CALL(mock_, scan_image).WillOnce(Return(pause(R"("c")", 60'000)));
  EXPECT_CALL(mock_, abandon_scan)
      .WillOnce([](const ScanRequest&, const Json& continuation, const CallContext& context) {
        EXPECT_EQ(continuation.text, R"("c")");
        EXPECT_GT(context.time_left(), 0);
      });
  const auto scan = service().scan(order);
  ASSERT_TRUE(told_.wait(ScanEvent::kParked));
  pass(5'001);
  const AdapterError error = error_of(scan);
  EXPECT_EQ(error.code, ErrorCode::kDeadlineExceeded);
  EXPECT_THAT(error.message, HasSubstr("longer than 5 s"));
  EXPECT_EQ(told_.times(ScanEvent::kAbandoned), 1U);
  EXPECT_THAT(ids_of(*reports_->find(testing::digest_number(1), "mock")), ElementsAre("CVE-OLD"));
}

TEST_F(ScanStepsTest, DoesNotWaitForARetryThatTheDeadlineForbids) {
  ScanOrder order = this->order();
  order.deadline = 5'000;
  EXPECT_CALL(mock_, scan_image).WillOnce([](auto&&...) -> ScanStep {
    throw AdapterError(ErrorCode::kScannerRateLimited, "come back tomorrow").retry_in(86'400'000);
  });
  EXPECT_EQ(error_of(service().scan(order)).message, "come back tomorrow");
}

TEST_F(ScanStepsTest, TellsHowAFailedAbandonmentFailed) {
  EXPECT_CALL(mock_, scan_image).WillOnce(Return(pause("{}", 60'000)));
  EXPECT_CALL(mock_, abandon_scan).WillOnce([](auto&&...) {
    throw AdapterError(ErrorCode::kScannerUnreachable, "gone");
  });
  const auto scan = this->scan();
  ASSERT_TRUE(told_.wait(ScanEvent::kParked));
  scan->cancel();
  EXPECT_EQ(error_of(scan).code, ErrorCode::kCancelled);
  EXPECT_EQ(told_.all(ScanEvent::kAbandoned).front().note, "gone");
}

TEST_F(ScanStepsTest, LimitsTheRowsOfAllStepsTogether) {
  options_.max_report_bytes = 2 * sizeof(Vulnerability);
  EXPECT_CALL(mock_, scan_image).WillOnce(reports("CVE-1", pause()));
  EXPECT_CALL(mock_, resume_scan).WillOnce(resumes("CVE-2", done()));
  const auto scan = this->scan();
  ASSERT_TRUE(told_.wait(ScanEvent::kParked));
  pass(1'000);
  EXPECT_EQ(error_of(scan).code, ErrorCode::kTooLarge);
}

TEST_F(ScanStepsTest, TellsHowFarTheCallIs) {
  EXPECT_CALL(mock_, scan_image)
      .WillOnce([](const ScanRequest&, RegistryAccess&, ReportSink&, const CallContext& context) {
        context.progress({"match", 2, 5});
        return done();
      });
  outcome_of(scan());
  const auto told = told_.all(ScanEvent::kProgress);
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(told.front().phase, "match");
  EXPECT_EQ(told.front().done, 2U);
  EXPECT_EQ(told.front().total, 5U);
}

TEST_F(ScanStepsTest, RefusesOrdersThatCannotBe) {
  ScanOrder order = this->order();
  order.image.digest = "sha256:short";
  EXPECT_EQ(testing::code_of([&] { service().scan(order); }), ErrorCode::kInvalidArgument);
  order = this->order();
  for (const Millis deadline : {Millis{-1}, std::numeric_limits<Millis>::max()}) {
    order.deadline = deadline;
    EXPECT_EQ(testing::code_of([&] { service().scan(order); }), ErrorCode::kInvalidArgument);
  }
  EXPECT_EQ(error_of(service().scan(this->order(1, "nobody"))).code, ErrorCode::kPluginNotFound);
}

}  // namespace
}  // namespace portside
