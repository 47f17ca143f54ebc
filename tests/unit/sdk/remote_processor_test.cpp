// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/remote_processor.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "portside/api/error.hpp"
#include "portside/sdk/artifact_json.hpp"
#include "portside/sdk/base64.hpp"
#include "portside/sdk/http_answer.hpp"
#include "portside/testing/memory_registry_access.hpp"
#include "portside/testing/mock_processor.hpp"
#include "portside/testing/test_call_context.hpp"
#include "rocket_processor.hpp"

namespace portside::sdk {
namespace {

using ::testing::_;
using ::testing::HasSubstr;
using ::testing::Throw;

constexpr char kManifest[] = R"({"schemaVersion":2})";

class RemoteProcessorTest : public ::testing::Test {
 protected:
  RemoteProcessor api() { return RemoteProcessor(rocket_, options_); }

  HttpResponse handle(const HttpRequest& request) { return api().handle(request, context_); }
  HttpResponse get(const std::string& url, Headers headers = {}) {
    HttpRequest request;
    request.url = url;
    request.headers = std::move(headers);
    return handle(request);
  }
  HttpResponse post(const std::string& url, const std::string& body) {
    HttpRequest request;
    request.method = "POST";
    request.url = url;
    request.body = body;
    return handle(request);
  }
  static std::string error_of_body(const HttpResponse& response) {
    return nlohmann::json::parse(response.body).at("Error").get<std::string>();
  }

  testing::RocketProcessor rocket_;
  RemoteProcessorOptions options_;
  testing::TestCallContext context_;
};

TEST_F(RemoteProcessorTest, SaysTheArtifactType) {
  const HttpResponse response = get("/artifacttype");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, R"({"ArtifactType":"ROCKET","Error":""})");
  EXPECT_EQ(header_of(response, "Content-Type"), "application/json");
}

TEST_F(RemoteProcessorTest, NamesTheAdditions) {
  rocket_.additions = {"README.MD", "A\"B"};
  EXPECT_EQ(get("/additiontypes").body, R"({"AdditionTypes":["README.MD","A\"B"],"Error":""})");
  rocket_.additions.clear();
  EXPECT_EQ(get("/additiontypes").body, R"({"AdditionTypes":[],"Error":""})");
}

TEST_F(RemoteProcessorTest, KnowsTheMediaTypeOfAGetByHeaderOrQuery) {
  get("/artifacttype", {{"x-artifact-MEDIA-type", "application/vnd.acme.rocket.v1+json"}});
  EXPECT_EQ(rocket_.last_artifact.media_type, "application/vnd.acme.rocket.v1+json");
  EXPECT_EQ(rocket_.last_artifact.artifact_type, "application/vnd.acme.rocket.v1+json");
  get("/additiontypes?a=b&mediaType=application%2Fvnd.acme.rocket.v1%2bjson&c");
  EXPECT_EQ(rocket_.last_artifact.media_type, "application/vnd.acme.rocket.v1+json");
  get("/artifacttype?mediaType=100%&mediatype=x");
  EXPECT_EQ(rocket_.last_artifact.media_type, "100%");
  get("/artifacttype?x");
  EXPECT_EQ(rocket_.last_artifact.media_type, "");
}

TEST_F(RemoteProcessorTest, AbstractsMetadata) {
  rocket_.metadata.extra_attrs = Json{R"({"thrust":9007199254740993})"};
  rocket_.metadata.annotations = std::map<std::string, std::string>{{"stage", "1"}};
  const HttpResponse response = post(
      "/some/where/abstractmetadata",
      R"({"Registry":null,"manifest":")" + base64(kManifest) +
          R"(","Artifact":{"id":7,"digest":"sha256:m","repository_name":"library/r1","new":1.50}})");
  EXPECT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(rocket_.last_manifest, kManifest);
  EXPECT_EQ(rocket_.last_artifact.id, 7);
  EXPECT_THAT(response.body, HasSubstr(R"("extra_attrs":{"thrust":9007199254740993})"));
  EXPECT_THAT(response.body, HasSubstr(R"("new":1.50)"));
  const auto answer = nlohmann::json::parse(response.body);
  EXPECT_EQ(answer.at("Error"), "");
  EXPECT_EQ(answer.at("Artifact").at("digest"), "sha256:m");
  EXPECT_EQ(answer.at("Artifact").at("annotations").at("stage"), "1");
}

TEST_F(RemoteProcessorTest, TakesBothSpellingsOfEverything) {
  const std::string bytes = "\xfb\xff?";  // "+/8/" in base64, "-_8_" with the URL alphabet
  for (const std::string& body :
       {std::string(
            R"({"Manifest":"+/8/","artifact":{},"REGISTRY":{"URL":"","Authorization":""}})"),
        std::string(R"({"manifest":"-_8_","Artifact":{"id":1}})"),
        std::string(R"({"manifest":"+/8\n/","Artifact":{"id":1},"more":[1,2]})")}) {
    rocket_.last_manifest.clear();
    EXPECT_EQ(post("/abstractmetadata", body).status, 200) << body;
    EXPECT_EQ(rocket_.last_manifest, bytes) << body;
  }
}

TEST_F(RemoteProcessorTest, MakesAdditions) {
  const HttpResponse response =
      post("/abstractaddition", R"({"Artifact":{"digest":"sha256:m"},"AdditionType":"README.MD"})");
  EXPECT_EQ(response.body,
            R"({"Addition":{"Content":"IyBSMQ==","ContentType":"text/markdown; charset=utf-8"},)"
            R"("Error":""})");
  EXPECT_EQ(rocket_.last_addition, "readme.md");
}

TEST_F(RemoteProcessorTest, MakesAdditionsThatItNamesInItsOwnSpelling) {
  const auto ask = [this](const std::string& name) {
    return post("/abstractaddition", R"({"Artifact":{},"AdditionType":")" + name + "\"}");
  };
  rocket_.additions = {"Values.yaml", "readme.MD"};
  EXPECT_EQ(ask("README.md").status, 200);
  EXPECT_EQ(rocket_.last_addition, "readme.MD");
  const HttpResponse unknown = ask("SPECS");
  EXPECT_EQ(unknown.status, 501);
  EXPECT_THAT(error_of_body(unknown), HasSubstr("it has Values.yaml, readme.MD"));
  EXPECT_EQ(rocket_.last_addition, "readme.MD") << "it is not even asked";
  rocket_.additions.clear();
  EXPECT_THAT(error_of_body(ask("README.MD")), HasSubstr("it has none"));
}

TEST_F(RemoteProcessorTest, TakesArtifactsOfTheGreatestDepth) {
  const std::string deep = std::string(63, '[') + std::string(63, ']');
  const HttpResponse response =
      post("/abstractmetadata", R"({"manifest":"","Artifact":{"more":)" + deep + "}}");
  EXPECT_EQ(response.status, 200) << response.body;
  EXPECT_THAT(response.body, HasSubstr(R"("more":)" + deep));
}

TEST_F(RemoteProcessorTest, OpensTheRegistryOfTheRequest) {
  rocket_.reads = true;
  RemoteRegistry opened;
  testing::MemoryRegistryAccess registry;
  registry.set_authorization({"Bearer lease", {}});
  options_.open_registry = [&](const RemoteRegistry& asked) {
    opened = asked;
    return std::shared_ptr<RegistryAccess>(std::shared_ptr<void>(), &registry);
  };
  const std::string body =
      R"({"Registry":{"url":"https://reg","authorization":"Basic: cm9ib3Q6cA=="},"manifest":"",)"
      R"("Artifact":{"repository_name":"library/r1"}})";
  EXPECT_EQ(post("/abstractmetadata", body).status, 200);
  EXPECT_EQ(opened.url, "https://reg");
  EXPECT_EQ(opened.authorization, "Basic cm9ib3Q6cA==");
  EXPECT_EQ(opened.repository, "library/r1");
  EXPECT_EQ(rocket_.last_authorization, "Bearer lease");
}

TEST_F(RemoteProcessorTest, SaysThatARequestGivesNoAccess) {
  rocket_.reads = true;
  const HttpResponse response =
      post("/abstractmetadata", R"({"Registry":null,"manifest":"","Artifact":{}})");
  EXPECT_EQ(response.status, 501);
  EXPECT_THAT(error_of_body(response), HasSubstr("gives no access"));
}

TEST_F(RemoteProcessorTest, AsksForAuthorizationFirst) {
  options_.authorization = "Bearer 0123456789";
  const HttpResponse refused = get("/nowhere");
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(header_of(refused, "WWW-Authenticate"), "Bearer");
  EXPECT_EQ(get("/artifacttype", {{"Authorization", "Bearer 0123456780"}}).status, 401);
  EXPECT_EQ(get("/artifacttype", {{"authorization", "Bearer 0123456789"}}).status, 200);
  EXPECT_EQ(get("/artifacttype", {{"Authorization", "Bearer: 0123456789"}}).status, 200);
}

TEST_F(RemoteProcessorTest, TellsNobodyASecretThatHasNoScheme) {
  for (const char* const secret : {"s3cret-token", " s3cret-token", "s3cret-token "}) {
    options_.authorization = secret;
    const HttpResponse refused = get("/artifacttype");
    EXPECT_EQ(refused.status, 401);
    EXPECT_EQ(header_of(refused, "WWW-Authenticate"), std::nullopt);
    EXPECT_EQ(refused.body.find("s3cret"), std::string::npos);
  }
  options_.authorization = "Bearer: 0123456789";
  EXPECT_EQ(header_of(get("/artifacttype"), "WWW-Authenticate"), "Bearer");
}

TEST_F(RemoteProcessorTest, KnowsItsEndpoints) {
  EXPECT_EQ(get("/").status, 404);
  EXPECT_EQ(get("/artifacttype/").status, 404);
  EXPECT_EQ(get("/ArtifactType").status, 404);
  EXPECT_EQ(get("artifacttype").status, 200);
  EXPECT_EQ(get("/v1/rockets/artifacttype?x=/y").status, 200);
  const HttpResponse posted = post("/artifacttype", "{}");
  EXPECT_EQ(posted.status, 405);
  EXPECT_EQ(header_of(posted, "Allow"), "GET");
  EXPECT_EQ(header_of(get("/abstractaddition"), "Allow"), "POST");
}

TEST_F(RemoteProcessorTest, RefusesWhatIsNoRequest) {
  for (const char* body :
       {"", "[]", "null", "{", R"({"manifest":""})", R"({"manifest":"","Artifact":[]})",
        R"({"manifest":"!","Artifact":{}})", R"({"manifest":5,"Artifact":{}})",
        R"({"manifest":"","Artifact":{"id":"7"}})",
        R"({"manifest":"","Artifact":{},"Registry":"x"})",
        R"({"manifest":"","Artifact":{},"Registry":{"url":5}})"}) {
    const HttpResponse response = post("/abstractmetadata", body);
    EXPECT_EQ(response.status, 400) << body;
    EXPECT_NE(error_of_body(response), "") << body;
  }
  EXPECT_EQ(post("/abstractaddition", R"({"Artifact":{}})").status, 400);
  EXPECT_EQ(post("/abstractaddition", R"({"Artifact":{},"AdditionType":null})").status, 400);
}

TEST_F(RemoteProcessorTest, BoundsWhatItReads) {
  options_.max_body = 8;
  EXPECT_EQ(post("/abstractmetadata", "123456789").status, 413);
  EXPECT_EQ(post("/abstractmetadata", "12345678").status, 400);
  options_.max_body = 4'096;
  const std::string deep = std::string(100, '[') + std::string(100, ']');
  EXPECT_EQ(post("/abstractmetadata", R"({"manifest":"","Artifact":{"x":)" + deep + "}}").status,
            400);
}

TEST_F(RemoteProcessorTest, RefusesMetadataThatNoArtifactCanHave) {
  rocket_.metadata.icon = "a rocket";
  const HttpResponse response = post("/abstractmetadata", R"({"manifest":"","Artifact":{}})");
  EXPECT_EQ(response.status, 422);
  EXPECT_THAT(error_of_body(response), HasSubstr("no digest"));
}

class RemoteErrorsTest : public ::testing::Test {
 protected:
  template <typename Error>
  HttpResponse answer_when_thrown(const Error& error) {
    EXPECT_CALL(processor_, artifact_type(_, _)).WillOnce(Throw(error));
    HttpRequest request;
    request.url = "/artifacttype";
    return RemoteProcessor(processor_, {}).handle(request, context_);
  }

  ::testing::NiceMock<testing::MockProcessor> processor_;
  testing::TestCallContext context_;
};

TEST_F(RemoteErrorsTest, SayWithTheirStatusWhetherToAskAgain) {
  const std::pair<ErrorCode, std::int32_t> table[] = {{ErrorCode::kUnsupported, 501},
                                                      {ErrorCode::kInvalidArgument, 400},
                                                      {ErrorCode::kTooLarge, 413},
                                                      {ErrorCode::kMalformedData, 422},
                                                      {ErrorCode::kRegistryNotFound, 422},
                                                      {ErrorCode::kRegistryRateLimited, 429},
                                                      {ErrorCode::kRegistryUnavailable, 503},
                                                      {ErrorCode::kOverloaded, 503},
                                                      {ErrorCode::kDeadlineExceeded, 504},
                                                      {ErrorCode::kCancelled, 503},
                                                      {ErrorCode::kInternal, 500}};
  for (const auto& row : table) {
    const HttpResponse response = answer_when_thrown(AdapterError(row.first, "it was so"));
    EXPECT_EQ(response.status, row.second) << error_code_name(row.first);
    EXPECT_EQ(response.body, R"({"Error":"it was so"})");
    EXPECT_FALSE(header_of(response, "Retry-After"));
  }
}

TEST_F(RemoteErrorsTest, PassOnAPauseInWholeSeconds) {
  const auto pause_of = [this](Millis pause) {
    AdapterError error(ErrorCode::kRegistryUnavailable, "later");
    return std::string(
        header_of(answer_when_thrown(error.retry_in(pause)), "Retry-After").value_or(""));
  };
  EXPECT_EQ(pause_of(1), "1");
  EXPECT_EQ(pause_of(2'000), "2");
  EXPECT_EQ(pause_of(2'001), "3");
}

TEST_F(RemoteErrorsTest, AreAnswersWhateverIsThrown) {
  EXPECT_THAT(answer_when_thrown(std::runtime_error("boom")).body, HasSubstr("failed: boom"));
  const HttpResponse response = answer_when_thrown(5);
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body, R"({"Error":"the processor failed"})");
}

}  // namespace
}  // namespace portside::sdk
