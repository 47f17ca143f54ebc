// SPDX-License-Identifier: Apache-2.0
//
// Each refusal that was recorded from Clair 2.1.8, as the answer to a layer that was posted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "clair/v2/layer_errors.hpp"
#include "v2_fixture.hpp"

namespace portside::clair::v2 {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct RefusalCase {
  const char* recording;
  ErrorCode code;
  bool can_retry;
  const char* sentence;
};

/// Answers each post with the recording until the scan fails.
class Clair2Refusal : public Clair2Test, public ::testing::WithParamInterface<RefusalCase> {
 protected:
  AdapterError failure(const HttpResponse& refusal, int posts = 3) {
    ScanStep step = scan();
    try {
      for (int i = 0; i < posts; ++i) step = resume(step, refusal);
    } catch (const AdapterError& error) {
      return error;
    }
    ADD_FAILURE() << "no error after " << posts << " posts: " << step.note;
    return AdapterError(ErrorCode::kInternal, "");
  }
};

TEST_P(Clair2Refusal, HasItsCodeAndItsSentence) {
  const AdapterError error = failure(answer(GetParam().recording));
  EXPECT_EQ(error.code, GetParam().code) << error.message;
  EXPECT_EQ(error.can_retry, GetParam().can_retry) << error.message;
  EXPECT_THAT(error.message, HasSubstr(GetParam().sentence));
  EXPECT_THAT(error.message, Not(HasSubstr("\n")));
  EXPECT_THAT(error.message + error.detail, Not(HasSubstr("good-token")));
}

constexpr ErrorCode kRejected = ErrorCode::kScannerRejected;
constexpr ErrorCode kDown = ErrorCode::kScannerUnavailable;
constexpr ErrorCode kFailed = ErrorCode::kScanFailed;
constexpr ErrorCode kOdd = ErrorCode::kScannerBadAnswer;

INSTANTIATE_TEST_SUITE_P(
    Recorded, Clair2Refusal,
    ::testing::Values(
        RefusalCase{"layer-post-unknown-parent", kFailed, false, "twice in one scan"},
        RefusalCase{"layer-post-malformed-json", kRejected, false, "defect of the adapter"},
        RefusalCase{"layer-post-not-json", kRejected, false, "defect of the adapter"},
        RefusalCase{"layer-post-empty-body", kRejected, false, "defect of the adapter"},
        RefusalCase{"layer-post-empty-object", kRejected, false, "defect of the adapter"},
        RefusalCase{"layer-post-wrong-type", kRejected, false, "defect of the adapter"},
        RefusalCase{"layer-post-no-name", kRejected, false, "defect of the adapter"},
        RefusalCase{"layer-post-no-path", kRejected, false, "defect of the adapter"},
        RefusalCase{"layer-post-no-format", kRejected, false, "defect of the adapter"},
        RefusalCase{"layer-post-bad-format", kRejected, false, "defect of the adapter"},
        RefusalCase{"layer-post-blob-404", kFailed, true, "layer_base_url"},
        RefusalCase{"layer-post-blob-401", kFailed, true, "layer_base_url"},
        RefusalCase{"layer-post-blob-401-wrong-token", kFailed, true, "layer_base_url"},
        RefusalCase{"layer-post-blob-500", kFailed, true, "layer_base_url"},
        RefusalCase{"layer-post-unreachable", kFailed, true, "layer_base_url"},
        RefusalCase{"layer-post-bad-url", kFailed, true, "layer_base_url"},
        RefusalCase{"layer-post-ftp-url", kFailed, true, "layer_base_url"},
        RefusalCase{"layer-post-content-not-a-tar", kRejected, false, "no archive"},
        RefusalCase{"layer-post-content-image-config", kRejected, false, "no archive"},
        RefusalCase{"layer-post-content-truncated-gz", kRejected, false, "no archive"},
        RefusalCase{"layer-post-content-zstd-tar", kRejected, false, "no archive"},
        RefusalCase{"layer-post-content-html-login-page", kRejected, false, "no archive"},
        RefusalCase{"layer-post-db-down", kDown, true, "database"},
        RefusalCase{"layer-post-db-error", kDown, true, "database"},
        RefusalCase{"route-unknown", kOdd, false, "no API of Clair 2"},
        RefusalCase{"route-trailing-slash", kOdd, false, "301"}),
    [](const auto& each) {
      std::string name = each.param.recording;
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

TEST_F(Clair2Refusal, OfAPackageDatabaseOfManyMegabytesIsFinal) {
  const AdapterError error =
      failure({422,
               {},
               R"({"Error":{"Message":"tarutil: could not extract one or more files from the )"
               R"(archive: file too big"}})",
               false,
               {}});
  EXPECT_EQ(error.code, kRejected);
  EXPECT_FALSE(error.can_retry);
  EXPECT_THAT(error.message, HasSubstr("200 MiB"));
}

TEST_F(Clair2Refusal, InOtherWordsIsQuoted) {
  const AdapterError error =
      failure({422, {}, R"({"Error":{"Message":"tarutil: something new"}})", false, {}});
  EXPECT_EQ(error.code, kRejected);
  EXPECT_THAT(error.message, HasSubstr("cannot read layer 1 of 3"));
  EXPECT_EQ(error.detail, "tarutil: something new");
}

TEST_F(Clair2Refusal, ByAProxyIsOfTheProxysKind) {
  const AdapterError refused = failure({401, {}, "", false, {}});
  EXPECT_EQ(refused.code, ErrorCode::kScannerAuthentication);
  EXPECT_THAT(refused.message, HasSubstr("a proxy before it"));
  EXPECT_EQ(failure({502, {}, "<html>", false, {}}).code, kDown);
  EXPECT_EQ(failure({503, {}, "no upstream", false, {}}).code, kDown);
  const AdapterError slow = failure({429, {{"Retry-After", "7"}}, "", false, {}});
  EXPECT_EQ(slow.code, ErrorCode::kScannerRateLimited);
  EXPECT_EQ(slow.retry_after, 7'000);
}

TEST_F(Clair2Refusal, WithoutAnAnswerCanBeRepeated) {
  HttpResponse none;
  none.extra.text = R"({"error":"no answer in 930 s"})";
  const AdapterError error = failure(none, 1);
  EXPECT_EQ(error.code, ErrorCode::kScannerUnreachable);
  EXPECT_TRUE(error.can_retry);
  EXPECT_EQ(error.detail, "no answer in 930 s");
}

TEST_F(Clair2Refusal, WithoutAnAnswerIsFinalWhenTheHostSaysSo) {
  HttpResponse none;
  none.extra.text = R"({"can_retry":false,"error":"the certificate is not trusted"})";
  const AdapterError error = failure(none, 1);
  EXPECT_EQ(error.code, ErrorCode::kScannerUnreachable);
  EXPECT_FALSE(error.can_retry);
  EXPECT_EQ(error.detail, "the certificate is not trusted");
  for (const char* reason : {R"({"can_retry":true})", R"({"can_retry":0})", "", "{"}) {
    none.extra.text = reason;
    EXPECT_TRUE(failure(none, 1).can_retry) << reason;
  }
}

struct ProbeCase {
  ErrorCode registry;
  ErrorCode code;
  bool can_retry;
  const char* sentence;
};

class Clair2FetchFailure : public Clair2Test, public ::testing::WithParamInterface<ProbeCase> {};

TEST_P(Clair2FetchFailure, IsWhatTheRegistrySays) {
  const ScanStep step = scan();
  registry_.fail(AdapterError(GetParam().registry, "the registry"));
  try {
    resume(step, answer("layer-post-blob-404"));
    FAIL() << "it was posted again";
  } catch (const AdapterError& error) {
    EXPECT_EQ(error.code, GetParam().code);
    EXPECT_EQ(error.can_retry, GetParam().can_retry);
    EXPECT_THAT(error.message, HasSubstr(GetParam().sentence));
    EXPECT_THAT(error.message, HasSubstr("layer 1 of 3 (" + std::string(kBaseDigest)));
    EXPECT_THAT(error.message, HasSubstr("https://registry.test"));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Probes, Clair2FetchFailure,
    ::testing::Values(ProbeCase{ErrorCode::kRegistryNotFound, ErrorCode::kRegistryNotFound, false,
                                "push the image again"},
                      ProbeCase{ErrorCode::kRegistryAuthentication,
                                ErrorCode::kRegistryAuthentication, false, "refuses"},
                      ProbeCase{ErrorCode::kRegistryUnreachable, ErrorCode::kRegistryUnavailable,
                                true, "does not answer"}));

TEST_F(Clair2FetchFailure, NamesTheAddressThatClairWasGiven) {
  config_.layer_base_url = "http://core:8080/inner";
  const ScanStep step = resume(scan(), answer("layer-post-blob-404"));
  try {
    resume(step, answer("layer-post-blob-404"));
    FAIL() << "no error";
  } catch (const AdapterError& error) {
    EXPECT_THAT(error.message, HasSubstr("from http://core:8080: "));
  }
}

TEST_F(Clair2Test, ReportsAnUnsupportedSystemAsAnOutcome) {
  const ScanStep step = resume(scan(), answer("layer-post-content-no-os-dpkg"));
  ASSERT_EQ(step.kind, StepKind::kDone);
  const Coverage& coverage = step.summary.coverage;
  EXPECT_EQ(coverage.outcome, CoverageOutcome::kUnsupported);
  ASSERT_EQ(coverage.notes.size(), 1U);
  EXPECT_THAT(coverage.notes[0], HasSubstr(kBaseDigest));
  EXPECT_EQ(nlohmann::json::parse(step.summary.metadata.text)["os_supported"], false);
}

TEST(Clair2PostOutcome, TakesNothingForATimeoutThatIsNone) {
  EXPECT_EQ(post_outcome({504, {}, "", false, {}}), PostOutcome::kWorkGoesOn);
  EXPECT_EQ(post_outcome({503, {}, R"({"Error":{"Message":"down"}})", false, {}}),
            PostOutcome::kFailed);
  EXPECT_EQ(post_outcome({200, {}, "", false, {}}), PostOutcome::kTaken);
  EXPECT_EQ(post_outcome({0, {}, "", false, {}}), PostOutcome::kFailed);
}

}  // namespace
}  // namespace portside::clair::v2
