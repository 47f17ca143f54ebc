// SPDX-License-Identifier: Apache-2.0
//
// Scans step by step until the indexer is done, with recorded answers.
#include "error_of.hpp"
#include "v4_fixture.hpp"

namespace portside::clair::v4 {
namespace {

using testing::code_of;
using ::testing::Contains;
using testing::error_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class Clair4Scan : public Clair4Test {
 protected:
  /// What the scan's POST says of the layers.
  static nlohmann::json posted_layers(const ScanStep& step) {
    return nlohmann::json::parse(step.await.value().body)["layers"];
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

}  // namespace
}  // namespace portside::clair::v4
