// SPDX-License-Identifier: Apache-2.0
//
// Scans step by step, with recorded answers.
#include "error_of.hpp"
#include "v4_fixture.hpp"

namespace portside::clair::v4 {
namespace {

using testing::code_of;
using ::testing::Contains;
using ::testing::ElementsAre;
using testing::error_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kForeign[] = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";
constexpr char kLayer[] = "application/vnd.oci.image.layer.v1.tar+gzip";

class Clair4Scan : public Clair4Test {
 protected:
  /// What the scan's POST says of the layers.
  static nlohmann::json posted_layers(const ScanStep& step) {
    return nlohmann::json::parse(step.await.value().body)["layers"];
  }
  /// A scan that waits for the indexer's answer.
  ScanStep posted() {
    ScanStep step = scan();
    EXPECT_EQ(step.kind, StepKind::kPending);
    EXPECT_TRUE(step.await);
    return step;
  }
  static HttpResponse answer_of(int status, const std::string& body) {
    HttpResponse answer;
    answer.status = status;
    answer.body = body;
    return answer;
  }
};

TEST_F(Clair4Scan, BeginsWithAPostThatTheHostSends) {
  const ScanStep step = posted();
  EXPECT_EQ(step.await->method, "POST");
  EXPECT_EQ(step.await->url, "http://clair/indexer/api/v1/index_report");
  EXPECT_EQ(step.await->timeout, 600'000);
  EXPECT_EQ(step.note, "indexing");
  EXPECT_EQ(posted_layers(step).dump(),
            R"([{"hash":"sha256:)" + std::string(64, '1') +
                R"(","headers":{"Authorization":["Bearer pull-token"]},)" +
                R"("uri":"https://registry.test/v2/library/test/blobs/sha256:)" +
                std::string(64, '1') + "\"}]");
  EXPECT_THAT(step.continuation.text, Not(HasSubstr("pull-token")));
  EXPECT_THAT(host_.http_client().requests(), IsEmpty());
}

TEST_F(Clair4Scan, EndsWithTheReport) {
  const ScanStep first = posted();
  expect_report();
  const ScanStep last = resume(first, "index-report-post");
  ASSERT_EQ(last.kind, StepKind::kDone);
  EXPECT_THAT(rows_.rows, SizeIs(6));
  EXPECT_EQ(last.summary.coverage.outcome, CoverageOutcome::kScanned);
  EXPECT_EQ(last.summary.coverage.os, "debian 12");
  EXPECT_EQ(last.summary.coverage.data_updated_at, 1'795'294'175'601);
  EXPECT_EQ(nlohmann::json::parse(last.summary.metadata.text)["index_state"], kRecordedState);
}

TEST_F(Clair4Scan, LayersThatAreLeftOutAreNotPosted) {
  put_image({{kForeign, std::string(64, 'f')}, {kLayer, std::string(64, '1')}});
  const ScanStep first = posted();
  EXPECT_THAT(posted_layers(first), SizeIs(1));
  expect_report();
  const ScanStep last = resume(first, "index-report-post");
  EXPECT_THAT(last.summary.coverage.notes, SizeIs(1));
  EXPECT_EQ(nlohmann::json::parse(last.summary.metadata.text)["skipped_layers"][0],
            "sha256:" + std::string(64, 'f'));
}

TEST_F(Clair4Scan, AnImageWithoutLayersIsNotPosted) {
  put_image({});
  const ScanStep step = scan();
  ASSERT_EQ(step.kind, StepKind::kDone);
  EXPECT_EQ(step.summary.coverage.outcome, CoverageOutcome::kNothingToScan);
  EXPECT_THAT(step.summary.coverage.notes, Not(IsEmpty()));
}

TEST_F(Clair4Scan, AnEncryptedLayerIsNotPosted) {
  put_image(
      {{kLayer, std::string(64, '1')}, {std::string(kLayer) + "+encrypted", std::string(64, '2')}});
  const AdapterError error = error_of([&] { scan(); });
  EXPECT_EQ(error.code, ErrorCode::kUnsupported);
  EXPECT_THAT(error.message, HasSubstr(std::string(64, '2') + " is encrypted"));
}

TEST_F(Clair4Scan, AForeignLayerIsReadFromTheWebAlone) {
  config_.foreign_layers = true;
  const nlohmann::json layer = {{"mediaType", kForeign},
                                {"digest", "sha256:" + std::string(64, 'f')},
                                {"size", 1},
                                {"urls", {"file:///etc/passwd"}}};
  const nlohmann::json manifest = {{"schemaVersion", 2},
                                   {"config",
                                    {{"mediaType", "application/vnd.oci.image.config.v1+json"},
                                     {"digest", "sha256:" + std::string(64, 'c')}}},
                                   {"layers", nlohmann::json::array({layer})}};
  registry_.put_manifest(kRecordedImage, "application/vnd.oci.image.manifest.v1+json",
                         manifest.dump());
  EXPECT_EQ(code_of([&] { scan(); }), ErrorCode::kMalformedData);
}

TEST_F(Clair4Scan, LayersOfNoBytesAreNotClean) {
  put_image({{kLayer, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}});
  const ScanStep first = posted();
  host_.http_client()
      .expect("GET",
              std::string("http://clair/matcher/api/v1/vulnerability_report/") + kRecordedImage)
      .respond(recorded("vuln-report-no-packages").response);
  expect_recorded("update-operations-latest");
  const ScanStep last = resume(first, "index-report-post-layer-zero-bytes");
  EXPECT_EQ(last.summary.coverage.outcome, CoverageOutcome::kNothingToScan);
  EXPECT_THAT(last.summary.coverage.notes, Contains(HasSubstr("files of no bytes")));
}

TEST_F(Clair4Scan, ARestartedHostPostsAgain) {
  const ScanStep first = posted();
  registry_.set_authorization({"Bearer fresh", {}});
  const ScanStep again = resume(first);
  EXPECT_THAT(again.await.value().body, HasSubstr("Bearer fresh"));
  expect_report();
  EXPECT_EQ(resume(again, "index-report-post").kind, StepKind::kDone);
}

TEST_F(Clair4Scan, AStepOfAnotherVersionIsStale) {
  Continuation at;
  at.generation = 4;
  at.step = "meditate";
  EXPECT_EQ(code_of([&] { clair().resume(request_, at, nullptr, registry_, rows_, context_); }),
            ErrorCode::kStaleContinuation);
}

TEST_F(Clair4Scan, NoAnswerIsWorthARetry) {
  HttpResponse none;
  none.extra.text = R"({"error":"connection reset"})";
  const AdapterError error = error_of([&] { resume(posted(), none); });
  EXPECT_EQ(error.code, ErrorCode::kScannerUnreachable);
  EXPECT_TRUE(error.can_retry);
  EXPECT_EQ(error.detail, "connection reset");
  EXPECT_THAT(error.message, HasSubstr("'index_timeout_seconds'"));
}

TEST_F(Clair4Scan, NoAnswerIsNotWorthARetryWhenTheHostSaysSo) {
  HttpResponse none;
  none.extra.text = R"({"error":"certificate not trusted","can_retry":false})";
  EXPECT_FALSE(error_of([&] { resume(posted(), none); }).can_retry);
  for (const char* const text : {"", "[]", R"({"error":7,"can_retry":"no"})",
                                 R"({"error":"connection reset","can_retry":true})"}) {
    none.extra.text = text;
    EXPECT_TRUE(error_of([&] { resume(posted(), none); }).can_retry) << text;
  }
}

TEST_F(Clair4Scan, AnIndexerWithTooMuchToDoIsAskedAgainLater) {
  ScanStep step = posted();
  Millis least = 1'000;
  for (int attempt = 1; attempt <= 12; ++attempt) {
    step = resume(step, "index-report-post-too-many");
    ASSERT_EQ(step.kind, StepKind::kPending);
    ASSERT_FALSE(step.await);
    EXPECT_GE(step.retry_after, least);
    EXPECT_LE(step.retry_after, least * 5 / 4);
    least = std::min<Millis>(least * 2, 60'000);
    step = resume(step);
    ASSERT_TRUE(step.await);
  }
  const AdapterError error = error_of([&] { resume(step, "index-report-post-too-many"); });
  EXPECT_EQ(error.code, ErrorCode::kScannerRateLimited);
  EXPECT_TRUE(error.can_retry);
}

TEST_F(Clair4Scan, ItsRetryAfterIsKept) {
  HttpResponse answer = recorded("index-report-post-too-many").response;
  answer.headers.emplace_back("Retry-After", "30");
  EXPECT_EQ(resume(posted(), answer).retry_after, 30'000);
}

TEST_F(Clair4Scan, RefusedCredentialsAreReplacedOnce) {
  const ScanStep first = posted();
  registry_.set_authorization({"Bearer fresh", {}});
  const ScanStep again = resume(first, "index-report-post-layer-401");
  EXPECT_THAT(again.await.value().body, HasSubstr("Bearer fresh"));
  const AdapterError error = error_of([&] { resume(again, "index-report-post-layer-401"); });
  EXPECT_EQ(error.code, ErrorCode::kRegistryAuthentication);
  EXPECT_FALSE(error.can_retry);
}

TEST_F(Clair4Scan, AFailureThatClairHasStoredCountsAsItsAnswer) {
  HttpResponse answer = recorded("index-report-get-after-layer-401").response;
  const ScanStep again = resume(posted(), answer);
  ASSERT_TRUE(again.await);
  EXPECT_EQ(code_of([&] { resume(again, answer); }), ErrorCode::kRegistryAuthentication);
}

TEST_F(Clair4Scan, AnImageThatIsNotFinishedIsNoResult) {
  for (const char* const body :
       {R"({"state":"","success":false,"err":""})", R"({"state":"ScanLayers","success":false})",
        R"({"state":"IndexFinished","success":false})", R"({"success":true})", "{}", "[]"}) {
    const AdapterError error = error_of([&] { resume(posted(), answer_of(201, body)); });
    EXPECT_EQ(error.code, ErrorCode::kScanFailed) << body;
    EXPECT_TRUE(error.can_retry);
  }
  EXPECT_EQ(code_of([&] { resume(posted(), "index-report-get-running"); }), ErrorCode::kScanFailed);
}

TEST_F(Clair4Scan, AnAnswerThatIsNoReportIsWorthARetry) {
  for (const char* const body : {"", "<html>", R"({"state":"IndexFini)"}) {
    const AdapterError error = error_of([&] { resume(posted(), answer_of(201, body)); });
    EXPECT_EQ(error.code, ErrorCode::kScannerBadAnswer) << body;
    EXPECT_TRUE(error.can_retry);
  }
}

TEST_F(Clair4Scan, ATrailerTakesAnAnswerBack) {
  HttpResponse answer = recorded("index-report-post").response;
  answer.headers.emplace_back("Clair-Error", "write: broken pipe");
  const AdapterError error = error_of([&] { resume(posted(), answer); });
  EXPECT_EQ(error.code, ErrorCode::kScannerBadAnswer);
  EXPECT_TRUE(error.can_retry);
  EXPECT_THAT(error.detail, HasSubstr("broken pipe"));
}

TEST_F(Clair4Scan, AReportTooLongToBeKeptIsReadAnew) {
  HttpResponse cut = recorded("index-report-post").response;
  cut.body.resize(100);
  cut.cut_short = true;
  const ScanStep first = posted();
  host_.http_client()
      .expect("GET", std::string("http://clair/indexer/api/v1/index_report/") + kRecordedImage)
      .respond(200, recorded("index-report-post").response.body);
  expect_report();
  const ScanStep last = resume(first, cut);
  EXPECT_EQ(last.kind, StepKind::kDone);
  EXPECT_EQ(nlohmann::json::parse(last.summary.metadata.text)["index_state"], kRecordedState);
}

TEST_F(Clair4Scan, AMatcherWithoutDataIsWaitedFor) {
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

TEST_F(Clair4Scan, ARegistryThatFailsAfterThePostCostsNotes) {
  const ScanStep first = posted();
  testing::MemoryRegistryAccess empty;
  expect_report();
  const HttpResponse answer = recorded("index-report-post").response;
  const ScanStep last = clair().resume(request_, parse_continuation(first.continuation), &answer,
                                       empty, rows_, context_);
  ASSERT_EQ(last.kind, StepKind::kDone);
  EXPECT_THAT(rows_.rows, SizeIs(6));
  EXPECT_THAT(last.summary.coverage.notes, ElementsAre(HasSubstr("did not give the manifest")));
  EXPECT_EQ(nlohmann::json::parse(last.summary.metadata.text)["index_state"], kRecordedState);
  EXPECT_THAT(host_.log_lines(), SizeIs(1));
}

TEST_F(Clair4Scan, ButNotWithoutEnd) {
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

TEST_F(Clair4Scan, AMatcherThatHasLostTheImageGetsItOnceMore) {
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

TEST_F(Clair4Scan, AGatewayThatDoesNotKnowTheMatcherIsTold) {
  const ScanStep first = posted();
  host_.http_client()
      .expect("GET",
              std::string("http://clair/matcher/api/v1/vulnerability_report/") + kRecordedImage)
      .respond(404, R"({"message":"no Route matched with those values"})");
  EXPECT_EQ(code_of([&] { resume(first, "index-report-post"); }), ErrorCode::kScannerBadAnswer);
}

TEST_F(Clair4Scan, AMatcherThatIsNoneIsTold) {
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

TEST_F(Clair4Scan, AReportThatBreaksOffIsNoReport) {
  const ScanStep first = posted();
  expect_recorded("vuln-report").breaks_after(6'000);
  const AdapterError error = error_of([&] { resume(first, "index-report-post"); });
  EXPECT_EQ(error.code, ErrorCode::kScannerBadAnswer);
  EXPECT_TRUE(error.can_retry);
  EXPECT_THAT(rows_.rows, IsEmpty());
}

TEST_F(Clair4Scan, AReportInAnyPiecesIsTheSame) {
  for (const std::size_t size : {1U, 7U, 100'000U}) {
    const ScanStep first = posted();
    expect_recorded("vuln-report").in_pieces_of(size);
    expect_recorded("update-operations-latest");
    rows_.rows.clear();
    resume(first, "index-report-post");
    EXPECT_THAT(rows_.rows, SizeIs(6));
  }
}

TEST_F(Clair4Scan, AReportIsWorthHavingWithoutItsDate) {
  const ScanStep first = posted();
  expect_recorded("vuln-report");
  expect_recorded("update-operations-latest").respond(recorded("route-unknown").response);
  const ScanStep last = resume(first, "index-report-post");
  EXPECT_EQ(last.summary.coverage.outcome, CoverageOutcome::kScanned);
  EXPECT_EQ(last.summary.coverage.data_updated_at, std::nullopt);
  EXPECT_THAT(host_.log_lines(), SizeIs(1));
}

TEST_F(Clair4Scan, ALongErrorPageIsAnErrorAndNotABadReport) {
  const ScanStep first = posted();
  expect_recorded("vuln-report").respond(503, "<html>" + std::string(200'000, 'x'));
  EXPECT_EQ(code_of([&] { resume(first, "index-report-post"); }), ErrorCode::kScannerUnavailable);
}

TEST_F(Clair4Scan, TheLatestReportOfAFinishedImageIsOneRequest) {
  set_previous(R"({"generation":4,"index_state":"s","layer_notes":["A note."]})");
  expect_report();
  const ScanSummary summary = clair().latest_report(request_, rows_, context_);
  EXPECT_THAT(rows_.rows, SizeIs(6));
  EXPECT_THAT(summary.coverage.notes, ElementsAre("A note."));
  EXPECT_EQ(nlohmann::json::parse(summary.metadata.text)["index_state"], "s");
}

TEST_F(Clair4Scan, TheLatestReportOfAnotherImageIsOfOneThatIsFinished) {
  const std::string url = std::string("http://clair/indexer/api/v1/index_report/") + kRecordedImage;
  host_.http_client().expect("GET", url).respond(200, recorded("index-report-post").response.body);
  expect_report();
  clair().latest_report(request_, rows_, context_);
  EXPECT_THAT(rows_.rows, SizeIs(6));
  for (const char* const name : {"index-report-get-running", "index-report-get-after-layer-401",
                                 "index-report-get-unknown", "index-report-get-db-down"}) {
    host_.http_client().expect("GET", url).respond(recorded(name).response);
    EXPECT_EQ(code_of([&] { clair().latest_report(request_, rows_, context_); }),
              ErrorCode::kNotFound)
        << name;
  }
  host_.http_client().expect("GET", url).respond(recorded("route-unknown").response);
  EXPECT_EQ(code_of([&] { clair().latest_report(request_, rows_, context_); }),
            ErrorCode::kScannerBadAnswer);
}

TEST_F(Clair4Scan, TheLatestReportOfAMatcherWithoutDataIsNone) {
  set_previous(R"({"generation":4,"index_state":"s"})");
  expect_recorded("vuln-report-not-initialized");
  EXPECT_EQ(code_of([&] { clair().latest_report(request_, rows_, context_); }),
            ErrorCode::kScannerUnavailable);
}

TEST_F(Clair4Scan, AnImageThatTheMatcherDoesNotKnowIsNotFound) {
  set_previous(R"({"generation":4,"index_state":"s"})");
  expect_recorded("vuln-report").respond(recorded("vuln-report-unknown").response);
  EXPECT_EQ(code_of([&] { clair().latest_report(request_, rows_, context_); }),
            ErrorCode::kNotFound);
}

}  // namespace
}  // namespace portside::clair::v4
