// SPDX-License-Identifier: Apache-2.0
#include "anchore/errors.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "error_of.hpp"

namespace portside::anchore {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

HttpResponse error_answer(std::int32_t status, const std::string& body) {
  HttpResponse answer;
  answer.status = status;
  answer.body = body;
  return answer;
}

/// The engine's object.
std::string engine_error(std::int32_t status, const std::string& message,
                         const std::vector<std::string>& codes = {}) {
  return nlohmann::json{
      {"message", message}, {"httpcode", status}, {"detail", {{"error_codes", codes}}}}
      .dump();
}

/// Enterprise's.
std::string enterprise_error(std::int32_t status, const std::string& message) {
  return nlohmann::json{{"message", message}, {"code", status}, {"error_type", "x"}, {"detail", {}}}
      .dump();
}

struct AnswerCase {
  const char* name;
  std::int32_t status;
  std::string body;
  Failure kind;
  ErrorCode code;
  bool can_retry;
};

constexpr char kFetch[] = "cannot fetch image digest/manifest from registry";

const std::vector<AnswerCase>& answer_cases() {
  using F = Failure;
  using C = ErrorCode;
  static const std::vector<AnswerCase> kCases = {
      {"bad gateway", 502, "<html>", F::kOther, C::kScannerUnavailable, true},
      {"unavailable", 503, "", F::kOther, C::kScannerUnavailable, true},
      {"gateway timeout", 504, "x", F::kOther, C::kScannerUnavailable, true},
      {"internal", 500, "\"boom\"", F::kOther, C::kScannerUnavailable, true},
      {"no endpoint", 500, engine_error(500, "could not find valid endpoint for service catalog"),
       F::kOther, C::kScannerUnavailable, true},
      {"catalog", 500,
       engine_error(500, "Operation failed due to an error/connectivity issue with catalog"),
       F::kOther, C::kScannerUnavailable, true},
      {"registry away", 400, engine_error(400, kFetch, {"REGISTRY_NOT_ACCESSIBLE"}), F::kOther,
       C::kRegistryUnreachable, true},
      {"registry in back-off", 400, engine_error(400, "registry not available - retry later"),
       F::kOther, C::kRegistryUnreachable, true},
      {"denied", 400, engine_error(400, kFetch, {"REGISTRY_PERMISSION_DENIED"}),
       F::kRegistryCredentials, C::kRegistryAuthentication, false},
      {"no image", 400, engine_error(400, kFetch, {"REGISTRY_IMAGE_NOT_FOUND"}), F::kOther,
       C::kRegistryNotFound, false},
      {"no registry", 400, engine_error(400, kFetch, {"REGISTRY_NOT_SUPPORTED"}), F::kOther,
       C::kRegistryBadAnswer, false},
      {"platform", 400, engine_error(400, kFetch, {"OSARCH_MISMATCH"}), F::kOther,
       C::kScannerRejected, false},
      {"skopeo", 400, engine_error(400, kFetch, {"SKOPEO_UNKNOWN_ERROR"}), F::kOther,
       C::kScanFailed, true},
      {"unknown", 400, engine_error(400, kFetch, {"UNKNOWN"}), F::kOther, C::kScanFailed, true},
      {"our request", 400, engine_error(400, "Must have tag-based pull string"), F::kOther,
       C::kScannerRejected, false},
      {"too large", 400, engine_error(400, "Image size is too large based on max size"), F::kOther,
       C::kScannerRejected, false},
      {"media type", 415, "{}", F::kOther, C::kScannerRejected, false},
      {"entity", 422, enterprise_error(422, "bad"), F::kOther, C::kScannerRejected, false},
      {"unauthorized", 401, "Unauthorized", F::kOther, C::kScannerAuthentication, false},
      {"forbidden", 403, engine_error(403, "not authorized"), F::kOther, C::kScannerAuthentication,
       false},
      {"not analysed", 404,
       engine_error(404, "image is not analyzed - analysis_status: not_analyzed"), F::kNotAnalyzed,
       C::kScannerUnavailable, true},
      {"not analysed, v2", 404,
       enterprise_error(404, "image is not analyzed - analysis_status: analyzing"), F::kNotAnalyzed,
       C::kScannerUnavailable, true},
      {"missing", 404, engine_error(404, "image not found in DB"), F::kNotFound, C::kNotFound,
       false},
      {"missing, v2", 404, enterprise_error(404, "image not found"), F::kNotFound, C::kNotFound,
       false},
      {"not evaluated", 404, engine_error(404, "could not find any evaluations for input images"),
       F::kNoPolicyEvaluation, C::kNotFound, false},
      {"no policy", 404, engine_error(404, "user has no active policy to evaluate: admin"),
       F::kNoPolicyEvaluation, C::kNotFound, false},
      {"no path", 404, "<html>404</html>", F::kOther, C::kScannerBadAnswer, false},
      {"no path of the framework", 404,
       R"({"type":"about:blank","title":"Not Found","status":404,"detail":"no such URL"})",
       F::kOther, C::kScannerBadAnswer, false},
      {"no route of a gateway", 404, R"({"message":"no Route matched"})", F::kOther,
       C::kScannerBadAnswer, false},
      {"validation", 406,
       engine_error(406, "cannot ping supplied registry with supplied credentials - exception: x"),
       F::kOther, C::kRegistryAuthentication, false},
      {"exists, Enterprise", 409, enterprise_error(409, "registry already exists in DB"),
       F::kRegistryExists, C::kConflict, true},
      {"exists, engine", 500, engine_error(500, "registry already exists in DB"),
       F::kRegistryExists, C::kConflict, true},
      {"other conflict", 409, engine_error(409, "registry may not end with /"), F::kOther,
       C::kScannerRejected, false},
      {"too many", 429, "", F::kOther, C::kScannerRateLimited, true},
      {"redirect", 302, "", F::kOther, C::kScannerBadAnswer, false},
      {"no error", 202, "{}", F::kOther, C::kScannerBadAnswer, false},
  };
  return kCases;
}

TEST(AnchoreErrorsTest, EachAnswerHasItsMeaning) {
  for (const AnswerCase& each : answer_cases()) {
    SCOPED_TRACE(each.name);
    const AnchoreFailure failure =
        anchore_failure(error_answer(each.status, each.body), "Anchore did not do it");
    EXPECT_EQ(failure.kind, each.kind);
    EXPECT_EQ(failure.error.code, each.code);
    EXPECT_EQ(failure.error.can_retry, each.can_retry);
    EXPECT_THAT(failure.error.message, StartsWith("Anchore did not do it: "));
    EXPECT_THAT(failure.error.message, Not(HasSubstr("\n")));
  }
}

TEST(AnchoreErrorsTest, ARegistryThatIsAwayIsLeftAloneForAMinute) {
  const std::string body = engine_error(400, kFetch, {"OTHER", "REGISTRY_NOT_ACCESSIBLE"});
  EXPECT_EQ(anchore_error(error_answer(400, body), "x").retry_after, 60'000);
}

TEST(AnchoreErrorsTest, RetryAfterOfAProxyIsTakenOver) {
  HttpResponse answer = error_answer(429, "slow down");
  answer.headers = {{"Retry-After", "7"}};
  EXPECT_EQ(anchore_error(answer, "x").retry_after, 7'000);
}

TEST(AnchoreErrorsTest, HtmlOfAProxyIsCalledThat) {
  for (const std::int32_t status : {400, 429, 500, 502, 302}) {
    EXPECT_THAT(anchore_error(error_answer(status, "<html>oops</html>"), "x").message,
                AllOf(HasSubstr(std::to_string(status)), HasSubstr("no JSON")));
  }
  for (const std::int32_t status : {403, 404, 406}) {
    EXPECT_THAT(anchore_error(error_answer(status, "<html>oops</html>"), "x").message,
                HasSubstr("no JSON"))
        << "a gateway's refusal is not Anchore's";
    EXPECT_THAT(anchore_error(error_answer(status, engine_error(status, "no")), "x").message,
                Not(HasSubstr("no JSON")));
  }
  EXPECT_THAT(anchore_error(error_answer(401, "Unauthorized"), "x").message,
              Not(HasSubstr("no JSON")))
      << "Anchore's own words";
  EXPECT_THAT(anchore_error(error_answer(500, "\"boom\""), "x").message, Not(HasSubstr("no JSON")));
}

TEST(AnchoreErrorsTest, WhatRawMessagesSayCountsForNothing) {
  // It holds what the registry answered.
  const std::string body =
      R"({"message":"no","httpcode":404,"detail":{"raw_exception_message":"image is not analyzed"}})";
  EXPECT_EQ(anchore_failure(error_answer(404, body), "x").kind, Failure::kNotFound);
}

TEST(AnchoreErrorsTest, NoAnswerIsTheScannersAbsence) {
  HttpResponse none;
  none.extra.text = R"({"error":"certificate not trusted","can_retry":false})";
  const AdapterError error = anchore_error(none, "Anchore did not do it");
  EXPECT_EQ(error.code, ErrorCode::kScannerUnreachable);
  EXPECT_FALSE(error.can_retry);
  EXPECT_EQ(error.detail, "certificate not trusted");
}

TEST(AnchoreErrorsTest, ReadsAllShapesOfBodies) {
  const ErrorBody engine = read_error_body(error_answer(
      400,
      R"({"message":"m","httpcode":400,"detail":{"error_codes":["A",7,"B"],"raw_exception_message":"r"}})"));
  EXPECT_TRUE(engine.is_json && engine.is_anchores);
  EXPECT_EQ(engine.message, "m");
  EXPECT_THAT(engine.codes, ElementsAre("A", "B"));
  EXPECT_EQ(engine.detail, "m; A; B; r");
  const ErrorBody problem = read_error_body(
      error_answer(400, R"({"type":"about:blank","title":"Bad","status":400,"detail":"d"})"));
  EXPECT_FALSE(problem.is_anchores);
  EXPECT_EQ(problem.message, "d");
  EXPECT_EQ(problem.detail, "d; Bad");
  EXPECT_EQ(read_error_body(error_answer(500, "\"boom\"")).message, "boom");
  for (const char* const other : {"", "<html>", "{", "[]", "7", "{}", R"({"message":7})"}) {
    EXPECT_EQ(read_error_body(error_answer(500, other)).message, "") << other;
  }
  EXPECT_EQ(read_error_body(error_answer(500, "<b>x</b>")).detail, "<b>x</b>");
}

TEST(AnchoreErrorsTest, BodiesAreBounded) {
  nlohmann::json body = {{"message", std::string(10'000, 'm')}, {"httpcode", 400}};
  body["detail"] = {{"error_codes", std::vector<std::string>(1'000, std::string(100, 'c'))},
                    {"raw_exception_message", std::string(10'000, 'r')}};
  const ErrorBody bounded = read_error_body(error_answer(400, body.dump().substr(0, 200'000)));
  EXPECT_LE(bounded.detail.size(), 3'000U);
  body["detail"]["error_codes"] = std::vector<std::string>(100, "C");
  EXPECT_THAT(read_error_body(error_answer(400, body.dump())).codes, SizeIs(20));
  EXPECT_FALSE(read_error_body(error_answer(400, std::string(100'000, '['))).is_json);
}

TEST(AnchoreErrorsTest, RawMessagesLoseTheirCredentials) {
  for (const char* const raw :
       {"cmd=skopeo inspect --creds robot$p:CANARY docker://core:443/p/r: exit 1",
        "skopeo --src-creds=robot:CANARY --raw", "skopeo --src-creds \"robot\":\"CANARY X\" --raw",
        "['skopeo', '--src-creds', 'robot:CANARY', 'docker://core']",
        "Get https://robot:CANARY@core/v2/: 401", "Authorization: Basic CANARY",
        "{'registry_user': 'robot', 'registry_pass': 'CANARY'}",
        "failed login user=robot passwd=ab,CANARY"}) {
    nlohmann::json body = {{"message", raw}, {"httpcode", 400}};
    body["detail"] = {{"error_codes", {raw}}, {"raw_exception_message", raw}};
    for (const std::string& text : {body.dump(), nlohmann::json(raw).dump(), std::string(raw),
                                    nlohmann::json{{"title", raw}, {"detail", raw}}.dump()}) {
      for (const std::int32_t status : {400, 401, 404, 406, 500}) {
        const AdapterError error = anchore_error(error_answer(status, text), "x");
        EXPECT_THAT(error.message + error.detail, Not(HasSubstr("CANARY"))) << text;
      }
    }
  }
}

}  // namespace
}  // namespace portside::anchore
