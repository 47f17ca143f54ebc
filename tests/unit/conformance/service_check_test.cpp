// SPDX-License-Identifier: Apache-2.0
#include "conformance/service_check.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <thread>

#include "error_of.hpp"
#include "portside/sdk/remote_processor.hpp"
#include "portside/testing/test_call_context.hpp"
#include "rocket_processor.hpp"

namespace portside::conformance {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

/// What a service answers in place of what is right.
using Flaw = std::function<HttpResponse(const HttpRequest&, HttpResponse right)>;

/// A service in this process that keeps all rules but those of its flaw.
class FlawedService final : public HttpClient {
 public:
  explicit FlawedService(Flaw flaw = {}) : flaw_(std::move(flaw)) {
    rocket_.metadata.extra_attrs = Json{R"({"thrust":"9kN"})"};
    rocket_.additions = {"README.MD"};
    sdk::RemoteProcessorOptions options;
    options.authorization = "Bearer of-the-host";
    api_.emplace(rocket_, options);
  }

  HttpResponse send(const HttpRequest& request, ByteSink*, const CallContext& context) override {
    const HttpRequest relative = [&] {
      HttpRequest copy = request;
      copy.url = request.url.substr(std::string("http://rocket").size());
      return copy;
    }();
    // The fixture remembers what it was asked for: one at a time.
    const std::lock_guard lock(mutex_);
    HttpResponse right = api_->handle(relative, context);
    return flaw_ ? flaw_(relative, std::move(right)) : right;
  }

 private:
  const Flaw flaw_;
  std::mutex mutex_;
  testing::RocketProcessor rocket_;
  std::optional<sdk::RemoteProcessor> api_;
};

std::vector<CheckReport> check(HttpClient& service, const std::vector<std::string>& ids = {}) {
  ServiceSubject subject;
  subject.url = "http://rocket";
  subject.authorization = "Bearer of-the-host";
  subject.media_type = "application/vnd.acme.rocket.config.v1+json";
  const testing::TestCallContext context;
  return check_service(subject, ids, service, context);
}

/// The ids of what was found to be wrong.
std::vector<std::string> wrong_in(const std::vector<CheckReport>& reports) {
  std::vector<std::string> ids;
  for (const CheckReport& report : reports) {
    if (report.result.status > CheckStatus::kSkipped) ids.push_back(report.id);
  }
  return ids;
}

HttpResponse answer(std::int32_t status, const std::string& body) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "application/json"}};
  response.body = body;
  return response;
}

HttpResponse with(HttpResponse response, const std::string& from, const std::string& to) {
  const std::size_t at = response.body.find(from);
  if (at != std::string::npos) response.body.replace(at, from.size(), to);
  return response;
}

/// Another answer to requests that `endpoint` gets and answers.
Flaw in_success(const std::string& endpoint, std::function<HttpResponse(HttpResponse)> change) {
  return [endpoint, change](const HttpRequest& request, HttpResponse right) {
    return request.url == endpoint && right.status == 200 ? change(std::move(right)) : right;
  };
}
Flaw instead(const std::string& endpoint, const std::string& body) {
  return in_success(endpoint, [body](const HttpResponse&) { return answer(200, body); });
}
Flaw replaced(const std::string& endpoint, const std::string& from, const std::string& to) {
  return in_success(endpoint,
                    [from, to](const HttpResponse& right) { return with(right, from, to); });
}
Flaw refused(const std::string& endpoint) {
  return in_success(endpoint, [](const HttpResponse&) { return answer(500, "oops"); });
}
/// Another answer where the body of a request has `part` in it.
Flaw when(const std::string& part, const HttpResponse& wrong) {
  return [part, wrong](const HttpRequest& request, HttpResponse right) {
    return request.body.find(part) == std::string::npos ? right : wrong;
  };
}
Flaw where(const std::string& method, const std::string& url, const HttpResponse& wrong) {
  return [=](const HttpRequest& request, HttpResponse right) {
    return request.method == method && request.url == url ? wrong : right;
  };
}

struct BrokenRule {
  std::string id;
  Flaw flaw;
};

std::vector<BrokenRule> broken_rules() {
  const std::string broken_json = "{\"manifest\": ";
  return {{"artifact-type", refused("/artifacttype")},
          {"type-is-a-word", instead("/artifacttype", R"({"ArtifactType":"A ROCKET"})")},
          {"type-is-a-word", instead("/artifacttype", R"({"ArtifactType":"Rocket"})")},
          {"addition-types", instead("/additiontypes", R"({"AdditionTypes":"README.MD"})")},
          {"addition-types", instead("/additiontypes", R"({"AdditionTypes":[],"Error":"no"})")},
          {"addition-names", instead("/additiontypes", R"({"AdditionTypes":["README.MD","A B"]})")},
          {"json-content-type", in_success("/additiontypes",
                                           [](HttpResponse right) {
                                             right.headers.clear();
                                             return right;
                                           })},
          {"metadata", refused("/abstractmetadata")},
          {"metadata", instead("/abstractmetadata", "<html></html>")},
          {"metadata-members", replaced("/abstractmetadata", R"({"thrust":"9kN"})", "[]")},
          {"metadata-members", replaced("/abstractmetadata", R"("icon":"")", R"("icon":"rocket")")},
          {"metadata-members",
           replaced("/abstractmetadata", R"("annotations":null)", R"("annotations":{"a":1})")},
          {"metadata-identity", replaced("/abstractmetadata", "sha256:", "sha512:")},
          {"metadata-identity", replaced("/abstractmetadata", R"("id":7)", R"("id":"7")")},
          {"metadata-repeats", in_success("/abstractmetadata",
                                          [count = 0](const HttpResponse& right) mutable {
                                            return with(right, "9kN", std::to_string(++count));
                                          })},
          {"manifest-key", when("\"Manifest\"", answer(400, R"({"Error":"no manifest"})"))},
          {"unknown-members", when("PortsideCheck", answer(400, R"({"Error":"what is that?"})"))},
          {"large-manifest",
           [](const HttpRequest& request, HttpResponse right) {
             return request.body.size() > (1U << 20U) ? answer(413, R"({"Error":"no"})") : right;
           }},
          {"additions", refused("/abstractaddition")},
          {"additions", instead("/abstractaddition", R"({"Addition":{"Content":"!"}})")},
          {"addition-content-types", replaced("/abstractaddition", "text/markdown", "text")},
          {"addition-content-types", instead("/abstractaddition", R"({"Addition":null})")},
          {"unknown-addition", when("PORTSIDE-CHECK", answer(200, R"({"Addition":null})"))},
          {"malformed-request",
           [=](const HttpRequest& request, HttpResponse right) {
             return request.body == broken_json ? answer(500, "oops") : right;
           }},
          {"error-sentence",
           [=](const HttpRequest& request, HttpResponse right) {
             return request.body == broken_json ? answer(400, "bad request") : right;
           }},
          {"unknown-endpoint", where("GET", "/portside-check", answer(200, "{}"))},
          {"wrong-method", where("POST", "/artifacttype", answer(200, R"({"ArtifactType":"A"})"))},
          {"authorization",
           [](const HttpRequest&, HttpResponse right) {
             return right.status == 401 ? answer(200, R"({"ArtifactType":"ROCKET"})") : right;
           }},
          {"concurrent-requests",
           [main = std::this_thread::get_id()](const HttpRequest&, HttpResponse right) {
             return std::this_thread::get_id() == main ? right : answer(503, "busy");
           }}};
}

TEST(ServiceCheckTest, AServiceThatKeepsAllRulesPasses) {
  FlawedService service;
  for (const CheckReport& report : check(service)) {
    EXPECT_EQ(report.result.status, CheckStatus::kPassed)
        << report.id << ": " << report.result.sentence;
  }
}

/// All but the one that takes its time; that one where it is meant.
std::vector<std::string> checks_for(const std::string& rule) {
  std::vector<std::string> ids;
  for (const ServiceCheck& each : all_service_checks()) {
    if (each.id != "large-manifest" || each.id == rule) ids.emplace_back(each.id);
  }
  return ids;
}

TEST(ServiceCheckTest, ABrokenRuleFailsItsCheckAndNoOther) {
  for (const BrokenRule& rule : broken_rules()) {
    FlawedService service(rule.flaw);
    EXPECT_THAT(wrong_in(check(service, checks_for(rule.id))), ::testing::ElementsAre(rule.id));
  }
}

TEST(ServiceCheckTest, EveryRuleCanBeBroken) {
  const std::vector<BrokenRule> rules = broken_rules();
  for (const ServiceCheck& each : all_service_checks()) {
    EXPECT_TRUE(std::ranges::any_of(rules, [&](const BrokenRule& rule) {
      return rule.id == each.id;
    })) << each.id;
  }
}

TEST(ServiceCheckTest, ARefusedSampleIsNoBrokenRule) {
  for (const std::int32_t status : {404, 422, 501}) {
    FlawedService service([status](const HttpRequest& request, HttpResponse right) {
      const bool is_post = request.method == "POST" && right.status == 200;
      return is_post ? answer(status, R"({"Error":"this is no rocket"})") : right;
    });
    const auto reports = check(service, checks_for("metadata"));
    EXPECT_THAT(wrong_in(reports), ::testing::IsEmpty());
    const auto metadata = std::ranges::find(reports, "metadata", &CheckReport::id);
    EXPECT_EQ(metadata->result.status, CheckStatus::kSkipped);
    EXPECT_THAT(metadata->result.sentence, HasSubstr("this is no rocket"));
  }
}

TEST(ServiceCheckTest, AServiceThatIsNotThereFails) {
  FlawedService service([](const HttpRequest&, const HttpResponse&) -> HttpResponse {
    throw AdapterError(ErrorCode::kScannerUnreachable, "connection refused");
  });
  const auto reports = check(service, {"artifact-type", "authorization"});
  ASSERT_THAT(reports, SizeIs(2));
  EXPECT_EQ(reports[0].result.status, CheckStatus::kFailed);
  EXPECT_THAT(reports[0].result.sentence,
              HasSubstr("GET /artifacttype was not answered: connection refused"));
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
