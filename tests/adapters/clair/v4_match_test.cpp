// SPDX-License-Identifier: Apache-2.0
//
// What a scan, or a look at an earlier one, has from the matcher, with recorded answers.
#include "error_of.hpp"
#include "v4_fixture.hpp"

namespace portside::clair::v4 {
namespace {

using testing::code_of;
using ::testing::ElementsAre;
using testing::error_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

using Clair4Match = Clair4Test;

TEST_F(Clair4Match, AMatcherWithoutDataIsWaitedFor) {
  const ScanStep first = posted();
  expect_recorded("vuln-report-not-initialized");
  const ScanStep waiting = resume(first, "index-report-post");
  ASSERT_EQ(waiting.kind, StepKind::kPending);
  EXPECT_EQ(waiting.retry_after, 10'000);
  host_.clock().advance(10'000);
  expect_report();
  const ScanStep last = resume(waiting);
  EXPECT_EQ(last.kind, StepKind::kDone);
  // Known from the POST, two steps earlier.
  EXPECT_EQ(nlohmann::json::parse(last.summary.metadata.text)["index_state"], kRecordedState);
}

TEST_F(Clair4Match, TheRegistryIsNotNeededAfterThePost) {
  put_image({{kForeign, std::string(64, 'f')}, {kLayer, std::string(64, '1')}});
  const ScanStep first = posted();
  registry_.fail(AdapterError(ErrorCode::kRegistryUnavailable, "the registry was asked again"));
  expect_recorded("vuln-report-not-initialized");
  const ScanStep waiting = resume(first, "index-report-post");
  expect_report();
  const ScanStep last = resume(waiting);
  ASSERT_EQ(last.kind, StepKind::kDone);
  EXPECT_THAT(rows_.rows, SizeIs(6));
  EXPECT_THAT(last.summary.coverage.notes, ElementsAre(HasSubstr("1 layer that must not be")));
  EXPECT_EQ(nlohmann::json::parse(last.summary.metadata.text)["index_state"], kRecordedState);
}

TEST_F(Clair4Match, ItsContinuationStaysSmall) {
  std::vector<std::pair<std::string, std::string>> layers = {{kLayer, std::string(64, '1')}};
  for (int i = 0; i < 2'000; ++i) layers.emplace_back(kForeign, std::string(64, 'f'));
  put_image(layers);
  EXPECT_LT(posted().continuation.text.size(), 16'384U);
}

TEST_F(Clair4Match, ButNotWithoutEnd) {
  config_.max_matcher_wait = 15'000;
  const ScanStep first = posted();
  expect_recorded("vuln-report-not-initialized");
  ScanStep waiting = resume(first, "index-report-post");
  host_.clock().advance(10'000);
  expect_recorded("vuln-report-not-initialized");
  waiting = resume(waiting);
  host_.clock().advance(10'000);
  expect_recorded("vuln-report-not-initialized");
  const AdapterError error = error_of([&] { resume(waiting); });
  EXPECT_EQ(error.code, ErrorCode::kScannerUnavailable);
  EXPECT_TRUE(error.can_retry);
  EXPECT_THAT(error.message, HasSubstr("updaters"));
}

TEST_F(Clair4Match, AMatcherThatHasLostTheImageGetsItOnceMore) {
  const std::string url =
      std::string("http://clair/matcher/api/v1/vulnerability_report/") + kRecordedImage;
  const ScanStep first = posted();
  host_.http_client().expect("GET", url).respond(recorded("vuln-report-unknown").response);
  const ScanStep again = resume(first, "index-report-post");
  ASSERT_TRUE(again.await);
  host_.http_client().expect("GET", url).respond(recorded("vuln-report-index-error").response);
  const AdapterError error = error_of([&] { resume(again, "index-report-post"); });
  EXPECT_EQ(error.code, ErrorCode::kScanFailed);
  EXPECT_THAT(error.message, HasSubstr("same database"));
}

TEST_F(Clair4Match, AGatewayThatDoesNotKnowTheMatcherIsTold) {
  const ScanStep first = posted();
  host_.http_client()
      .expect("GET",
              std::string("http://clair/matcher/api/v1/vulnerability_report/") + kRecordedImage)
      .respond(404, R"({"message":"no Route matched with those values"})");
  EXPECT_EQ(code_of([&] { resume(first, "index-report-post"); }), ErrorCode::kScannerBadAnswer);
}

TEST_F(Clair4Match, AMatcherThatIsNoneIsTold) {
  const ScanStep first = posted();
  host_.http_client()
      .expect("GET",
              std::string("http://clair/matcher/api/v1/vulnerability_report/") + kRecordedImage)
      .respond(recorded("route-unknown").response);
  const AdapterError error = error_of([&] { resume(first, "index-report-post"); });
  EXPECT_EQ(error.code, ErrorCode::kScannerBadAnswer);
  EXPECT_FALSE(error.can_retry);
  EXPECT_THAT(error.message, HasSubstr("matcher_url"));
}

TEST_F(Clair4Match, AReportThatBreaksOffIsNoReport) {
  const ScanStep first = posted();
  expect_recorded("vuln-report").breaks_after(6'000);
  const AdapterError error = error_of([&] { resume(first, "index-report-post"); });
  EXPECT_EQ(error.code, ErrorCode::kScannerBadAnswer);
  EXPECT_TRUE(error.can_retry);
  EXPECT_THAT(rows_.rows, IsEmpty());
}

TEST_F(Clair4Match, AReportInAnyPiecesIsTheSame) {
  for (const std::size_t size : {1U, 7U, 100'000U}) {
    const ScanStep first = posted();
    expect_recorded("vuln-report").in_pieces_of(size);
    expect_recorded("update-operations-latest");
    rows_.rows.clear();
    resume(first, "index-report-post");
    EXPECT_THAT(rows_.rows, SizeIs(6));
  }
}

TEST_F(Clair4Match, AReportIsWorthHavingWithoutItsDate) {
  const ScanStep first = posted();
  expect_recorded("vuln-report");
  expect_recorded("update-operations-latest").respond(recorded("route-unknown").response);
  const ScanStep last = resume(first, "index-report-post");
  EXPECT_EQ(last.summary.coverage.outcome, CoverageOutcome::kScanned);
  EXPECT_EQ(last.summary.coverage.data_updated_at, std::nullopt);
  EXPECT_THAT(host_.log_lines(), SizeIs(1));
}

TEST_F(Clair4Match, ALongErrorPageIsAnErrorAndNotABadReport) {
  const ScanStep first = posted();
  expect_recorded("vuln-report").respond(503, "<html>" + std::string(200'000, 'x'));
  EXPECT_EQ(code_of([&] { resume(first, "index-report-post"); }), ErrorCode::kScannerUnavailable);
}

TEST_F(Clair4Match, TheLatestReportOfAFinishedImageIsOneRequest) {
  set_previous(R"({"generation":4,"index_state":"s","layer_notes":["A note."]})");
  expect_report();
  const ScanSummary summary = clair().latest_report(request_, rows_, context_);
  EXPECT_THAT(rows_.rows, SizeIs(6));
  EXPECT_THAT(summary.coverage.notes, ElementsAre("A note."));
  EXPECT_EQ(nlohmann::json::parse(summary.metadata.text)["index_state"], "s");
}

TEST_F(Clair4Match, TheLatestReportOfAnotherImageIsOfOneThatIsFinished) {
  const std::string url = std::string("http://clair/indexer/api/v1/index_report/") + kRecordedImage;
  host_.http_client().expect("GET", url).respond(200, recorded("index-report-post").response.body);
  expect_report();
  clair().latest_report(request_, rows_, context_);
  EXPECT_THAT(rows_.rows, SizeIs(6));
  for (const char* const name : {"index-report-get-running", "index-report-get-after-layer-401"}) {
    host_.http_client().expect("GET", url).respond(recorded(name).response);
    EXPECT_EQ(code_of([&] { clair().latest_report(request_, rows_, context_); }),
              ErrorCode::kNotFound)
        << name;
  }
  host_.http_client().expect("GET", url).respond(recorded("route-unknown").response);
  EXPECT_EQ(code_of([&] { clair().latest_report(request_, rows_, context_); }),
            ErrorCode::kScannerBadAnswer);
}

TEST_F(Clair4Match, AnImageThatTheIndexerDoesNotKnowIsToldFromADatabaseThatIsDown) {
  const auto asked = [&](const char* indexer, const char* matcher) {
    expect_recorded("index-report-get-unknown").respond(recorded(indexer).response);
    expect_recorded("vuln-report").respond(recorded(matcher).response);
    return error_of([&] { clair().latest_report(request_, rows_, context_); });
  };
  const AdapterError unknown = asked("index-report-get-unknown", "vuln-report-unknown");
  EXPECT_EQ(unknown.code, ErrorCode::kNotFound);
  EXPECT_THAT(unknown.message, Not(HasSubstr("database")));
  const AdapterError early = asked("index-report-get-unknown", "vuln-report-not-initialized");
  EXPECT_EQ(early.code, ErrorCode::kNotFound);
  const AdapterError down = asked("index-report-get-db-down", "vuln-report-db-down");
  EXPECT_EQ(down.code, ErrorCode::kScannerUnavailable);
  EXPECT_TRUE(down.can_retry);
  EXPECT_THAT(down.message, HasSubstr("database"));
}

TEST_F(Clair4Match, AnIndexerOfItsOwnMayMeanItsDatabase) {
  config_.indexer_url = "http://indexer";
  const Recorded indexer = recorded("index-report-get-db-down");
  host_.http_client()
      .expect("GET", "http://indexer" + indexer.request.url)
      .respond(indexer.response);
  expect_recorded("vuln-report").respond(recorded("vuln-report-unknown").response);
  const AdapterError error = error_of([&] { clair().latest_report(request_, rows_, context_); });
  EXPECT_EQ(error.code, ErrorCode::kNotFound);
  EXPECT_THAT(error.message, HasSubstr("does not know the image, or cannot reach its database"));
}

TEST_F(Clair4Match, TheLatestReportOfAMatcherWithoutDataIsNone) {
  set_previous(R"({"generation":4,"index_state":"s"})");
  expect_recorded("vuln-report-not-initialized");
  EXPECT_EQ(code_of([&] { clair().latest_report(request_, rows_, context_); }),
            ErrorCode::kScannerUnavailable);
}

TEST_F(Clair4Match, AnImageThatTheMatcherDoesNotKnowIsNotFound) {
  set_previous(R"({"generation":4,"index_state":"s"})");
  expect_recorded("vuln-report").respond(recorded("vuln-report-unknown").response);
  EXPECT_EQ(code_of([&] { clair().latest_report(request_, rows_, context_); }),
            ErrorCode::kNotFound);
}

}  // namespace
}  // namespace portside::clair::v4
