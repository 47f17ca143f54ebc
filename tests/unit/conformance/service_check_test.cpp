// SPDX-License-Identifier: Apache-2.0
#include "conformance/service_check.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "error_of.hpp"
#include "flawed_service.hpp"

namespace portside::conformance {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

TEST(ServiceCheckTest, AServiceThatKeepsAllRulesPasses) {
  FlawedService service;
  for (const CheckReport& report : check(service)) {
    EXPECT_EQ(report.result.status, CheckStatus::kPassed)
        << report.id << ": " << report.result.sentence;
  }
}

const CheckResult& result_of(const std::vector<CheckReport>& reports, const std::string& id) {
  return std::ranges::find(reports, id, &CheckReport::id)->result;
}

TEST(ServiceCheckTest, ARefusedSampleIsNoBrokenRule) {
  for (const std::int32_t status : {400, 409, 413, 415, 422}) {
    FlawedService service([status](const HttpRequest& request, HttpResponse right) {
      const bool is_post = request.method == "POST" && right.status == 200;
      return is_post ? answer(status, R"({"Error":"this is no rocket"})") : right;
    });
    const auto reports = check(service);
    EXPECT_THAT(wrong_in(reports), ::testing::IsEmpty());
    for (const char* id : {"metadata", "additions"}) {
      EXPECT_EQ(result_of(reports, id).status, CheckStatus::kSkipped);
      EXPECT_THAT(result_of(reports, id).sentence,
                  HasSubstr("answered " + std::to_string(status) + " (this is no rocket)"));
    }
  }
}

TEST(ServiceCheckTest, AnEmptyAnswerChangesNothing) {
  for (const char* blank : {"", " \n"}) {
    FlawedService service(
        in_success("/abstractmetadata", [=](const HttpResponse&) { return answer(204, blank); }));
    for (const CheckReport& report : check(service, quick_ids())) {
      EXPECT_EQ(report.result.status, CheckStatus::kPassed)
          << report.id << ": " << report.result.sentence;
    }
  }
}

TEST(ServiceCheckTest, TimesMayBeWrittenInAnotherZone) {
  FlawedService service(replaced("/abstractmetadata", "2023-11-14T22:13:20.250Z",
                                 "2023-11-15T00:13:20.250000+02:00"));
  EXPECT_EQ(check(service, {"metadata-identity"})[0].result.status, CheckStatus::kPassed);
  EXPECT_EQ(check(service, {"metadata-identity"})[0].result.sentence, "");
}

TEST(ServiceCheckTest, WhateverIsAnsweredIsJudged) {
  const std::string deep(100'000, '[');
  for (const std::string& body :
       {std::string(), std::string("[1e999]"), std::string(R"({"Artifact":{"id":[1e999]}})"),
        std::string(R"({"Error":{"a":1e999}})"), std::string(R"({"Artifact":[1e999]})"), deep,
        std::string("{\"a\":") + deep, std::string("\xff\0\xfe", 3), std::string("\"\\ud800\""),
        std::string(R"({"Addition":1e999,"AdditionTypes":[[1e999]],"ArtifactType":[1e999]})")}) {
    FlawedService service(
        [&body](const HttpRequest&, const HttpResponse&) { return answer(200, body); });
    const auto reports = check(service, quick_ids());
    EXPECT_THAT(reports, SizeIs(quick_ids().size()));
    EXPECT_EQ(result_of(reports, "artifact-type").status, CheckStatus::kFailed);
    EXPECT_THAT(result_of(reports, "artifact-type").sentence, HasSubstr("GET /artifacttype"));
    EXPECT_EQ(result_of(reports, "malformed-request").status > CheckStatus::kSkipped, true);
  }
}

TEST(ServiceCheckTest, AServiceThatWantsAnotherSecretSaysNothingElse) {
  FlawedService service(
      [](const HttpRequest&, const HttpResponse&) { return answer(401, R"({"Error":"who?"})"); });
  const auto reports = check(service, {"artifact-type", "malformed-request", "wrong-method"});
  EXPECT_THAT(wrong_in(reports), ::testing::ElementsAre("artifact-type"));
  for (const CheckReport& report : reports) {
    EXPECT_THAT(report.result.sentence, HasSubstr("answered 401 (who?)"));
    EXPECT_THAT(report.result.sentence, HasSubstr("--authorization-file"));
  }
}

TEST(ServiceCheckTest, AServiceThatIsNotThereFailsOnce) {
  FlawedService service([](const HttpRequest&, const HttpResponse&) -> HttpResponse {
    throw AdapterError(ErrorCode::kScannerUnreachable, "connection refused");
  });
  const auto reports = check(service);
  EXPECT_THAT(wrong_in(reports), ::testing::ElementsAre("artifact-type"));
  EXPECT_THAT(reports[0].result.sentence,
              HasSubstr("GET /artifacttype was not answered: connection refused"));
  EXPECT_EQ(reports[1].result.sentence, "the check artifact-type does not pass; see there");
}

TEST(ServiceCheckTest, AServiceThatIsNotThereFailsEachCheckThatIsMadeAlone) {
  FlawedService service([](const HttpRequest&, const HttpResponse&) -> HttpResponse {
    throw AdapterError(ErrorCode::kScannerUnreachable, "connection refused");
  });
  for (const ServiceCheck& each : all_service_checks()) {
    const std::string id(each.id);
    const auto reports = check(service, {id});
    EXPECT_THAT(wrong_in(reports), ::testing::ElementsAre(id));
    EXPECT_THAT(reports[0].result.sentence, HasSubstr("connection refused"));
  }
  const auto alone = check(service, {"metadata-repeats"});
  EXPECT_THAT(alone[0].result.sentence, HasSubstr("start the service, or mend the URL"));
}

TEST(ServiceCheckTest, AConnectionThatBreaksIsSoughtInTheLog) {
  FlawedService service(in_success("/abstractmetadata", [](const HttpResponse&) -> HttpResponse {
    throw AdapterError(ErrorCode::kScannerUnreachable, "it hung up");
  }));
  const auto reports = check(service, quick_ids());
  EXPECT_THAT(wrong_in(reports), ::testing::ElementsAre("metadata"));
  EXPECT_THAT(result_of(reports, "metadata").sentence,
              HasSubstr("look for the exception in the service's log"));
  EXPECT_EQ(result_of(reports, "registry-secret").status, CheckStatus::kSkipped);
}

TEST(ServiceCheckTest, AnEmptyListOfReferencesIsNone) {
  FlawedService service(
      replaced("/abstractmetadata", R"("references":null)", R"("references":[])"));
  EXPECT_THAT(wrong_in(check(service, quick_ids())), ::testing::IsEmpty());
}

TEST(ServiceCheckTest, AnswersMayBeAsDeepAsHostsReadThem) {
  const std::string deep = std::string(62, '[') + std::string(62, ']');
  FlawedService service(replaced("/abstractmetadata", R"("9kN")", deep));
  for (const CheckReport& report : check(service, quick_ids())) {
    EXPECT_EQ(report.result.status, CheckStatus::kPassed)
        << report.id << ": " << report.result.sentence;
  }
}

TEST(ServiceCheckTest, EndsWithTheCall) {
  FlawedService service([](const HttpRequest&, const HttpResponse&) -> HttpResponse {
    throw AdapterError(ErrorCode::kCancelled, "cancelled");
  });
  ServiceSubject subject;
  subject.url = "http://rocket";
  testing::TestCallContext context;
  context.cancel();
  for (const char* id : {"artifact-type", "concurrent-requests"}) {
    EXPECT_EQ(testing::code_of([&] { check_service(subject, {id}, service, context); }),
              ErrorCode::kCancelled);
  }
}

TEST(ServiceCheckTest, KeepsTheQueryAndSendsTheGivenManifest) {
  std::vector<HttpRequest> seen;
  FlawedService service([&seen](const HttpRequest& request, HttpResponse right) {
    seen.push_back(request);
    return right;
  });
  ServiceSubject subject;
  subject.url = "http://rocket/api";
  subject.query = "a=b";
  subject.authorization = "Bearer of-the-host";
  subject.manifest = "{}";
  const testing::TestCallContext context;
  check_service(subject, {"metadata"}, service, context);
  ASSERT_THAT(seen, SizeIs(1));
  EXPECT_EQ(seen[0].url, "/api/abstractmetadata?a=b");
  EXPECT_THAT(seen[0].body, HasSubstr(R"("manifest":"e30=")"));
}

}  // namespace
}  // namespace portside::conformance
