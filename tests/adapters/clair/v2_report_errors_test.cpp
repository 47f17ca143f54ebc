// SPDX-License-Identifier: Apache-2.0
//
// Answers to GET that are no report, and reports that are damaged.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clair/v2/json_answer.hpp"
#include "v2_fixture.hpp"

namespace portside::clair::v2 {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// An image that was scanned: what is read of it later.
class Clair2Rescan : public Clair2Test {
 protected:
  Clair2Rescan() { scan(); }

  ScanSummary latest() { return clair().latest_report(request(), sink_, context_); }

  AdapterError failure_of_latest() {
    try {
      latest();
    } catch (const AdapterError& error) {
      EXPECT_THAT(error.message, Not(HasSubstr("\n")));
      return error;
    }
    ADD_FAILURE() << "there was a report";
    return AdapterError(ErrorCode::kInternal, "");
  }
};

TEST_F(Clair2Rescan, ReadsTheTopAndPostsNothing) {
  expect_report(kTopName).respond(answer("layer-get-with-vulns"));
  EXPECT_EQ(latest().coverage.outcome, CoverageOutcome::kScanned);
  EXPECT_EQ(sink_.row("CVE-2019-3822").layer_digest, kChildDigest);
  EXPECT_EQ(http().requests()[0].timeout, 60'000);
  EXPECT_TRUE(http().requests()[0].idempotent);
}

TEST_F(Clair2Rescan, GoesByThePreviousReportWithoutAnIndex) {
  host_.key_values().write({{"image/" + std::string(kImage), {}}});
  EXPECT_EQ(failure_of_latest().code, ErrorCode::kNotFound);
  expect_report(kTopName).respond(answer("layer-get-with-vulns"));
  ScanRequest known = request();
  known.previous.emplace().scan_metadata.text = R"({"top_layer":")" + std::string(kTopName) + "\"}";
  const ScanSummary summary = clair().latest_report(known, sink_, context_);
  EXPECT_EQ(summary.metadata.text, known.previous->scan_metadata.text);
  EXPECT_EQ(sink_.rows.size(), 7U);
  EXPECT_EQ(sink_.row("CVE-2019-3822").layer_digest, "");
}

TEST_F(Clair2Rescan, IsNotEmptyForLackOfAnIndex) {
  host_.key_values().write({{"image/" + std::string(kImage), {}}});
  expect_report(kTopName).respond(answer("layer-get-content-unsupported-os"));
  ScanRequest known = request();
  known.previous.emplace().scan_metadata.text = R"({"top_layer":")" + std::string(kTopName) + "\"}";
  const ScanSummary summary = clair().latest_report(known, sink_, context_);
  EXPECT_EQ(summary.coverage.outcome, CoverageOutcome::kUnsupported);
}

TEST_F(Clair2Rescan, ReadsTheManifestAgainForLackOfAnIndex) {
  ScanRequest known = request();
  known.previous.emplace().scan_metadata.text = R"({"top_layer":")" + std::string(kTopName) + "\"}";
  EXPECT_FALSE(clair().is_outdated(known, context_));
  host_.key_values().write({{"image/" + std::string(kImage), {}}});
  EXPECT_TRUE(clair().is_outdated(known, context_));
}

TEST_F(Clair2Rescan, DoesNotTakeAnythingForTheNameOfALayer) {
  host_.key_values().write({{"image/" + std::string(kImage), {}}});
  for (const char* metadata : {"", "[]", "{\"top_layer\":1}", "{\"top_layer\":\"../../x\"}", "{"}) {
    ScanRequest known = request();
    known.previous.emplace().scan_metadata.text = metadata;
    EXPECT_THROW(clair().latest_report(known, sink_, context_), AdapterError) << metadata;
  }
}

struct AnswerCase {
  const char* recording;
  ErrorCode code;
  bool can_retry;
  const char* sentence;
};

class Clair2BadAnswer : public Clair2Rescan, public ::testing::WithParamInterface<AnswerCase> {};

TEST_P(Clair2BadAnswer, HasItsCodeAndItsSentence) {
  expect_report(kTopName).respond(answer(GetParam().recording)).in_pieces_of(7);
  const AdapterError error = failure_of_latest();
  EXPECT_EQ(error.code, GetParam().code) << error.message;
  EXPECT_EQ(error.can_retry, GetParam().can_retry) << error.message;
  EXPECT_THAT(error.message, HasSubstr(GetParam().sentence));
}

INSTANTIATE_TEST_SUITE_P(
    Recorded, Clair2BadAnswer,
    ::testing::Values(
        AnswerCase{"layer-get-unknown", ErrorCode::kNotFound, false, "does not have the layer"},
        AnswerCase{"layer-get-db-down", ErrorCode::kScannerUnavailable, true, "PostgreSQL"},
        AnswerCase{"layer-get-db-error", ErrorCode::kScannerUnavailable, true, "PostgreSQL"},
        AnswerCase{"route-unknown", ErrorCode::kScannerBadAnswer, false, "check url and version"},
        AnswerCase{"route-trailing-slash", ErrorCode::kScannerBadAnswer, false, "301"},
        AnswerCase{"layer-post-api-timeout", ErrorCode::kScannerUnavailable, true, "503"}));

TEST_F(Clair2Rescan, IsNotCleanWhenTheBodyIsNoReport) {
  for (const char* body : {"{}", "null", "[]", "{\"Error\":{}}", "{\"Layer\":null}"}) {
    expect_report(kTopName).respond(200, body);
    EXPECT_EQ(failure_of_latest().code, ErrorCode::kScannerBadAnswer) << body;
  }
}

TEST_F(Clair2Rescan, IsNotCleanWhenTheBodyIsDamaged) {
  for (const char* body : {"", "{", "<html>", "{\"Layer\":{}} {}"}) {
    expect_report(kTopName).respond(200, body);
    const AdapterError error = failure_of_latest();
    EXPECT_EQ(error.code, ErrorCode::kScannerBadAnswer) << body;
    EXPECT_TRUE(error.can_retry) << body;
    EXPECT_EQ(error.detail, body);
  }
}

TEST_F(Clair2Rescan, CanBeRepeatedWhenTheBodyWasCut) {
  expect_report(kTopName).respond(answer("layer-get-with-vulns")).breaks_after(1'000);
  const AdapterError error = failure_of_latest();
  EXPECT_EQ(error.code, ErrorCode::kScannerBadAnswer);
  EXPECT_TRUE(error.can_retry);
}

TEST_F(Clair2Rescan, StopsReadingWhatIsNoJson) {
  expect_report(kTopName).respond(502, std::string(2U << 20U, 'x')).in_pieces_of(4'096);
  const AdapterError error = failure_of_latest();
  EXPECT_EQ(error.code, ErrorCode::kScannerBadAnswer);
  EXPECT_TRUE(error.can_retry);
  EXPECT_THAT(error.detail, HasSubstr("xxx"));
}

TEST_F(Clair2Rescan, SaysTheStatusAndNotThatTheBodyIsNoJson) {
  expect_report(kTopName).respond(502, "<html>bad gateway</html>" + std::string(200'000, ' '));
  const AdapterError error = failure_of_latest();
  EXPECT_EQ(error.code, ErrorCode::kScannerUnavailable);
  EXPECT_THAT(error.detail, HasSubstr("bad gateway"));
}

TEST_F(Clair2Rescan, BlamesAProxyForWhatClairNeverAnswers) {
  for (const int status : {401, 403}) {
    expect_report(kTopName).respond(status, "<html>who are you?</html>");
    const AdapterError error = failure_of_latest();
    EXPECT_EQ(error.code, ErrorCode::kScannerAuthentication);
    EXPECT_THAT(error.message, HasSubstr("a proxy before it"));
    EXPECT_THAT(error.detail, HasSubstr("who are you"));
  }
}

TEST_F(Clair2Rescan, DoesNotBelieveRowsOfA404) {
  HttpResponse odd = answer("layer-get-with-vulns");
  odd.status = 404;
  expect_report(kTopName).respond(odd);
  EXPECT_EQ(failure_of_latest().code, ErrorCode::kScannerBadAnswer);
}

TEST_F(Clair2Rescan, PassesOnWhatTheSinkThrows) {
  class Full final : public ReportSink {
   public:
    void vulnerability(const Vulnerability&) override {
      throw AdapterError(ErrorCode::kIo, "the disk is full");
    }
    ByteSink& document(const std::string&) override {
      throw AdapterError(ErrorCode::kInternal, "no document was expected");
    }
  } full;
  expect_report(kTopName).respond(answer("layer-get-with-vulns"));
  try {
    clair().latest_report(request(), full, context_);
    FAIL() << "there was a report";
  } catch (const AdapterError& error) {
    EXPECT_EQ(error.code, ErrorCode::kIo);
  }
}

TEST_F(Clair2Rescan, IsOutdatedOnceANewerEngineAnswers) {
  expect_report(kTopName).respond(answer("layer-get-with-vulns"));
  ScanRequest known = request();
  known.previous.emplace().scan_metadata = latest().metadata;
  EXPECT_FALSE(clair().is_outdated(known, context_)) << "no layer was answered yet";
  const ScanStep step = resume(scan(), answer("layer-post-base"));
  EXPECT_FALSE(clair().is_outdated(known, context_));
  resume(step, HttpResponse{201, {}, R"({"Layer":{"IndexedByVersion":4}})", false, {}});
  restart();
  EXPECT_TRUE(clair().is_outdated(known, context_));
  EXPECT_FALSE(clair().is_outdated(request(), context_)) << "without an earlier report";
}

TEST(Clair2ErrorSentence, IsEmptyWhereThereIsNone) {
  EXPECT_EQ(error_sentence(R"({"Error":{"Message":"a sentence"}})"), "a sentence");
  for (const char* body : {"", "{", "[]", "{\"Error\":\"x\"}", "{\"Error\":{\"Message\":1}}"}) {
    EXPECT_EQ(error_sentence(body), "") << body;
  }
}

}  // namespace
}  // namespace portside::clair::v2
