// SPDX-License-Identifier: Apache-2.0
//
// Every error that was recorded from a Clair 4.9.0, and what becomes of it.
#include "clair/v4/errors.hpp"

#include "error_of.hpp"
#include "v4_fixture.hpp"

namespace portside::clair::v4 {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct IndexCase {
  const char* name;
  ErrorCode code;
  bool can_retry;
  bool is_worth_another_post;
  const char* piece;
};

void PrintTo(const IndexCase& row, std::ostream* out) {
  *out << row.name;
}

class RecordedIndexFailure : public ::testing::TestWithParam<IndexCase> {};

TEST_P(RecordedIndexFailure, IsUnderstood) {
  const IndexCase& row = GetParam();
  const IndexFailure failure = index_failure(recorded(row.name).response, true);
  EXPECT_EQ(failure.error.code, row.code);
  EXPECT_EQ(failure.error.can_retry, row.can_retry);
  EXPECT_EQ(failure.is_worth_another_post, row.is_worth_another_post);
  EXPECT_THAT(failure.error.message, HasSubstr(row.piece));
  EXPECT_THAT(failure.error.message, Not(HasSubstr("\n")));
  EXPECT_THAT(failure.error.message + failure.error.detail, Not(HasSubstr("good-token")));
}

INSTANTIATE_TEST_SUITE_P(
    Clair4, RecordedIndexFailure,
    ::testing::Values(
        IndexCase{"index-report-post-layer-401", ErrorCode::kRegistryAuthentication, false, true,
                  "the registry answered 401 to Clair"},
        IndexCase{"index-report-post-layer-404", ErrorCode::kRegistryNotFound, false, false,
                  "does not have a layer"},
        IndexCase{"index-report-post-layer-500", ErrorCode::kRegistryUnavailable, true, false,
                  "the registry failed"},
        IndexCase{"index-report-post-layer-unreachable", ErrorCode::kRegistryUnreachable, true,
                  false, "layer_base_url"},
        IndexCase{"index-report-post-layer-wrong-digest", ErrorCode::kIntegrity, false, true,
                  "other bytes"},
        IndexCase{"index-report-post-layer-html", ErrorCode::kRegistryBadAnswer, false, false,
                  "content type"},
        IndexCase{"index-report-post-layer-truncated-gz", ErrorCode::kScanFailed, true, false,
                  "broke off"},
        IndexCase{"index-report-post-layer-not-a-tar", ErrorCode::kScannerRejected, false, false,
                  "no archive that Clair reads"},
        IndexCase{"index-report-post-layer-image-config", ErrorCode::kScannerRejected, false, false,
                  "no archive that Clair reads"},
        IndexCase{"index-report-post-layer-xz-tar", ErrorCode::kScannerRejected, false, false,
                  "no archive that Clair reads"},
        IndexCase{"index-report-post-malformed", ErrorCode::kScannerRejected, false, false,
                  "does not understand"},
        IndexCase{"index-report-post-bad-digest", ErrorCode::kScannerRejected, false, false,
                  "does not understand"},
        IndexCase{"index-report-post-header-string", ErrorCode::kScannerRejected, false, false,
                  "does not understand"},
        IndexCase{"index-report-post-empty-object", ErrorCode::kScannerRejected, false, false,
                  "no layers"},
        IndexCase{"index-report-post-if-none-match-new-manifest", ErrorCode::kScannerBadAnswer,
                  false, false, "without If-None-Match"},
        IndexCase{"index-report-get-unknown-if-none-match", ErrorCode::kScannerBadAnswer, false,
                  false, "without If-None-Match"},
        IndexCase{"index-report-post-too-many", ErrorCode::kScannerRateLimited, true, false, ""},
        IndexCase{"auth-none", ErrorCode::kScannerAuthentication, false, false, "auth.psk"},
        IndexCase{"route-unknown", ErrorCode::kScannerBadAnswer, false, false, "indexer_url"}),
    [](const auto& row) {
      std::string name = row.param.name;
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

struct OtherCase {
  const char* name;
  ErrorCode code;
  bool can_retry;
  const char* piece;
};

void PrintTo(const OtherCase& row, std::ostream* out) {
  *out << row.name;
}

class RecordedError : public ::testing::TestWithParam<OtherCase> {};

TEST_P(RecordedError, IsUnderstood) {
  const OtherCase& row = GetParam();
  const AdapterError error = clair_error(recorded(row.name).response, "It did not work", true);
  EXPECT_EQ(error.code, row.code);
  EXPECT_EQ(error.can_retry, row.can_retry);
  EXPECT_THAT(error.message, HasSubstr(row.piece));
}

INSTANTIATE_TEST_SUITE_P(
    Clair4, RecordedError,
    ::testing::Values(
        OtherCase{"auth-none", ErrorCode::kScannerAuthentication, false, "clocks"},
        OtherCase{"route-unknown", ErrorCode::kScannerBadAnswer, false, "matcher_url"},
        OtherCase{"vuln-report-bad-digest", ErrorCode::kScannerRejected, false, "It did not work"},
        OtherCase{"vuln-report-db-down", ErrorCode::kScannerUnavailable, true, "database"},
        OtherCase{"notification-get-db-down", ErrorCode::kScannerUnavailable, true, "database"},
        OtherCase{"index-report-delete-db-down", ErrorCode::kScannerUnavailable, true, "database"},
        OtherCase{"update-operations-bad-kind", ErrorCode::kScannerRejected, false, ""},
        OtherCase{"index-report-post-too-many", ErrorCode::kScannerRateLimited, true, ""}),
    [](const auto& row) {
      std::string name = row.param.name;
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

/// Sentences of claircore that were not recorded, and those of IndexError reports.
TEST(IndexFailure, IsReadOutOfAStoredSentence) {
  const auto code = [](const char* sentence) { return index_failure(sentence).error.code; };
  EXPECT_EQ(code("failed to fetch layers: unexpected status code: 403 Forbidden"),
            ErrorCode::kRegistryAuthentication);
  EXPECT_EQ(code("failed to fetch layers: unexpected status code: 429 Too Many Requests"),
            ErrorCode::kRegistryRateLimited);
  EXPECT_EQ(code("failed to fetch layers: unexpected status code: 400 Bad Request"),
            ErrorCode::kRegistryBadAnswer);
  EXPECT_EQ(code("request failed: Get \"https://r/\": tls: failed to verify certificate: x509: "
                 "certificate signed by unknown authority"),
            ErrorCode::kRegistryUnreachable);
  EXPECT_EQ(code("rhel: unable to create a mappingFile object"), ErrorCode::kScanFailed);
  EXPECT_EQ(code("something new"), ErrorCode::kScanFailed);
  EXPECT_TRUE(index_failure("something new").error.can_retry);
  EXPECT_FALSE(index_failure("rhel: unable to create a mappingFile object").error.can_retry);
  EXPECT_FALSE(index_failure("x509: certificate has expired").error.can_retry);
}

/// What a registry writes into its error must not decide what is made of it.
TEST(IndexFailure, IsNotReadOutOfWhatARegistryQuotes) {
  const auto failure = index_failure(
      "failed to fetch layers: unexpected status code: 404 Not Found (body starts: \"unexpected "
      "status code: 401 SQLSTATE dial tcp\")");
  EXPECT_EQ(failure.error.code, ErrorCode::kRegistryNotFound);
}

TEST(IndexFailure, HidesCredentialsThatClairRepeats) {
  const auto failure = index_failure(
      "request failed: Get \"https://s3/b?X-Amz-Signature=abcdef0123\": dial tcp: i/o timeout "
      "Authorization: Bearer secret-token-1");
  EXPECT_THAT(failure.error.detail, HasSubstr("dial tcp"));
  EXPECT_THAT(failure.error.detail, Not(HasSubstr("abcdef0123")));
  EXPECT_THAT(failure.error.detail, Not(HasSubstr("secret-token-1")));
}

TEST(SentenceOf, IsReadFromACutAnswerThatIsComplete) {
  const auto exchange = recorded("index-report-post-too-many");
  ASSERT_TRUE(exchange.response.cut_short);
  EXPECT_EQ(sentence_of(exchange.response), "server handling too many requests");
}

TEST(SentenceOf, IsEmptyWithoutOne) {
  for (const char* const body :
       {"", "404 page not found\n", "[]", "{", R"({"message":7})", "null"}) {
    HttpResponse answer;
    answer.status = 404;
    answer.body = body;
    EXPECT_EQ(sentence_of(answer), "") << body;
    EXPECT_FALSE(is_not_found(answer));
  }
}

HttpResponse answer_of(int status, const std::string& body) {
  HttpResponse answer;
  answer.status = status;
  answer.body = body;
  return answer;
}

TEST(NotFound, IsSaidByClairAlone) {
  const std::string known = R"({"code":"not-found","message":"index report not found"})";
  EXPECT_TRUE(is_not_found(answer_of(404, known)));
  EXPECT_FALSE(is_not_found(answer_of(500, known)));
  // Gateways have such bodies, too.
  for (const char* const body : {R"({"message":"no Route matched with those values"})",
                                 R"({"code":"404","message":"not-found"})", R"({"code":404})"}) {
    const HttpResponse answer = answer_of(404, body);
    EXPECT_FALSE(is_not_found(answer)) << body;
    EXPECT_THAT(clair_error(answer, "It did not work", true).message, HasSubstr("'url'")) << body;
  }
}

TEST(ClairError, SaysWhoAsksForWhatWhenAccessIsRefused) {
  const auto message = [](int status, bool is_signed) {
    const AdapterError error = clair_error(answer_of(status, ""), "It did not work", is_signed);
    EXPECT_EQ(error.code, ErrorCode::kScannerAuthentication);
    EXPECT_EQ(index_failure(answer_of(status, ""), is_signed).error.message, error.message);
    return error.message;
  };
  EXPECT_THAT(message(401, true), HasSubstr("refused our token"));
  EXPECT_THAT(message(401, false), HasSubstr("asks for a token (401); set 'psk' and 'issuer'"));
  EXPECT_THAT(message(403, true), HasSubstr("gateway"));
  EXPECT_THAT(message(403, false), HasSubstr("gateway"));
}

}  // namespace
}  // namespace portside::clair::v4
