// SPDX-License-Identifier: Apache-2.0
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>

#include "fixture.hpp"
#include "portside/host/artifact_service.hpp"

namespace portside::http_processor {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST_F(HttpProcessorTest, AsksForTypeAndAdditionsOnce) {
  configure();
  expect_get("artifacttype").respond(200, R"({"ArtifactType":"ROCKET","Error":""})");
  expect_types(R"(["readme.md","Values.yaml"])");
  for (int i = 0; i < 1'000; ++i) {
    EXPECT_EQ(type(), "ROCKET");
    EXPECT_THAT(additions(), ElementsAre("README.MD", "VALUES.YAML"));
  }
  EXPECT_EQ(http().requests().size(), 2U);
}

TEST_F(HttpProcessorTest, AsksForEachMediaType) {
  configure();
  expect_get("artifacttype")
      .with_header("X-Artifact-Media-Type", kRocket)
      .respond(200, R"({"ArtifactType":"ROCKET"})");
  EXPECT_EQ(type(), "ROCKET");
  artifact_.artifact_type = "application/vnd.acme.probe";
  expect_get("artifacttype")
      .with_header("X-Artifact-Media-Type", "application/vnd.acme.probe")
      .respond(200, R"({"ArtifactType":"PROBE"})");
  EXPECT_EQ(type(), "PROBE");
}

TEST_F(HttpProcessorTest, NamesTheMediaTypeThatItIsConfiguredFor) {
  configure(R"("media_types":["application/vnd.acme.rocket.config.v1+json"])");
  artifact_.artifact_type = "application/vnd.of.somebody";
  expect_get("artifacttype")
      .with_header("X-Artifact-Media-Type", kRocket)
      .respond(200, R"({"ArtifactType":"ROCKET"})");
  EXPECT_EQ(type(), "ROCKET");
  EXPECT_EQ(host_.key_values().writes(), 1U);
  EXPECT_THAT(processor_.describe().media_types, ElementsAre(kRocket));
}

TEST_F(HttpProcessorTest, TakesOverMetadata) {
  configure();
  expect_post("abstractmetadata")
      .with_header("X-Artifact-Media-Type", kRocket)
      .with_body(AllOf(HasSubstr(R"("Registry":null,"manifest":"e30=")"),
                       HasSubstr(R"("repository_name":"library/r1")")))
      .respond(200, R"({"Artifact":{"extra_attrs":{"thrust":"9kN"}},"Error":""})");
  const ArtifactMetadata learned = metadata();
  EXPECT_EQ(learned.extra_attrs->text, R"({"thrust":"9kN"})");
  EXPECT_FALSE(learned.annotations || learned.icon);
  EXPECT_EQ(registry_.calls().authorization, 0);
}

TEST_F(HttpProcessorTest, KeepsItsTwoSecretsApart) {
  configure(R"("authorization":"Bearer of-the-host","registry_access":"bearer")");
  expect_post("abstractmetadata")
      .with_header("Authorization", "Bearer of-the-host")
      .with_body(AllOf(HasSubstr(R"("authorization":"Bearer lease-of-this-request")"),
                       Not(HasSubstr("of-the-host"))))
      .respond(200, "{}");
  metadata();
  EXPECT_EQ(registry_.calls().authorization, 1);
  expect_get("artifacttype").respond(503);
  expect_get("artifacttype").respond(503);
  expect_get("artifacttype").respond(503);
  EXPECT_THAT(testing::error_of([this] { type(); }).message, Not(HasSubstr("of-the-host")));
  EXPECT_EQ(registry_.calls().authorization, 1);
}

TEST_F(HttpProcessorTest, PassesOverWhatOnlyTheRegistryMayChange) {
  configure();
  expect_post("abstractmetadata")
      .respond(200, R"({"Artifact":{"digest":"sha256:other","extra_attrs":{"a":1}}})");
  EXPECT_EQ(metadata().extra_attrs->text, R"({"a":1})");
  ASSERT_EQ(host_.log_lines().size(), 1U);
  EXPECT_THAT(host_.log_lines()[0].message, HasSubstr("(digest); that is passed over"));
}

TEST_F(HttpProcessorTest, RefusesThatWhenItIsStrict) {
  configure(R"("strict":true,"on_failure":"fail")");
  expect_post("abstractmetadata").respond(200, R"({"Artifact":{"digest":"sha256:other"}})");
  EXPECT_EQ(testing::code_of([this] { metadata(); }), ErrorCode::kScannerBadAnswer);
}

TEST_F(HttpProcessorTest, LetsTheDefaultProcessorStandIn) {
  configure();
  expect_post("abstractmetadata").respond(422, R"({"Error":"this is no rocket"})");
  const AdapterError error = testing::error_of([this] { metadata(); });
  EXPECT_EQ(error.code, ErrorCode::kUnsupported);
  EXPECT_THAT(error.message, AllOf(HasSubstr("answered 422: this is no rocket"),
                                   HasSubstr("the host has to do without")));
  EXPECT_FALSE(error.can_retry);
}

TEST_F(HttpProcessorTest, SaysThatLaterItMayNotHaveTo) {
  configure(R"("retries":0)");
  expect_post("abstractmetadata").respond(503, "", {{"Retry-After", "30"}});
  const AdapterError error = testing::error_of([this] { metadata(); });
  EXPECT_EQ(error.code, ErrorCode::kUnsupported);
  EXPECT_TRUE(error.can_retry);
  EXPECT_EQ(error.retry_after, 30'000);
}

TEST_F(HttpProcessorTest, CanFailThePush) {
  configure(R"("on_failure":"fail")");
  expect_post("abstractmetadata").respond(401);
  EXPECT_EQ(testing::code_of([this] { metadata(); }), ErrorCode::kScannerAuthentication);
  expect_get("artifacttype").respond(200, "<html>");
  EXPECT_EQ(testing::code_of([this] { type(); }), ErrorCode::kScannerBadAnswer);
}

TEST_F(HttpProcessorTest, GivesAPasswordWhereItIsToldTo) {
  configure(R"("registry_access":"basic","on_failure":"fail")");
  Credentials robot;
  robot.kind = CredentialKind::kBasic;
  robot.user = "robot";
  robot.secret = "s3cret";
  registry_.set_credentials(robot);
  expect_post("abstractmetadata")
      .with_body(HasSubstr(R"("authorization":"Basic cm9ib3Q6czNjcmV0")"))
      .respond(200, "{}");
  metadata();
  EXPECT_EQ(registry_.calls().authorization, 0);
}

TEST_F(HttpProcessorTest, CanFailThePushWhereTheRegistryHasNoPassword) {
  configure(R"("registry_access":"basic","on_failure":"fail")");
  Credentials token;
  token.kind = CredentialKind::kBearer;
  registry_.set_credentials(token);
  const AdapterError error = testing::error_of([this] { metadata(); });
  EXPECT_NE(error.code, ErrorCode::kUnsupported) << "to which the default processor stands in";
  EXPECT_THAT(error.message, HasSubstr("registry_access"));
  EXPECT_TRUE(http().requests().empty());
}

TEST_F(HttpProcessorTest, CanLeaveTheArtifactAsItIs) {
  configure(R"("on_failure":"skip","retries":0)");
  expect_post("abstractmetadata").respond(500);
  const ArtifactMetadata learned = metadata();
  EXPECT_FALSE(learned.extra_attrs || learned.annotations || learned.icon);
  EXPECT_THAT(host_.log_lines().at(0).message, HasSubstr("stays as it is"));
  expect_get("artifacttype").respond(404);
  EXPECT_EQ(type(), "UNKNOWN");
  artifact_.type = "ROCKET";
  EXPECT_EQ(type(), "ROCKET");
}

TEST_F(HttpProcessorTest, AsksToBeAskedAgainWhereItLeftAnArtifactAsItIs) {
  configure(R"("on_failure":"skip","retries":0)");
  expect_post("abstractmetadata").respond(503);
  const ArtifactMetadata away = metadata();
  EXPECT_TRUE(away.look_again);
  EXPECT_THAT(away.note, AllOf(HasSubstr("stays as it is"), HasSubstr("answered 503")));
  expect_post("abstractmetadata").respond(422);
  const ArtifactMetadata refused = metadata();
  EXPECT_FALSE(refused.look_again);
  EXPECT_THAT(refused.note, HasSubstr("answered 422"));
  expect_post("abstractmetadata").respond(200, "{}");
  EXPECT_EQ(metadata().note, "");
}

TEST_F(HttpProcessorTest, KeepsNoUnknownTypeThatTheServiceMayTellLater) {
  configure(R"("on_failure":"skip","retries":0)");
  expect_get("artifacttype").respond(503);
  const AdapterError error = testing::error_of([this] { type(); });
  EXPECT_EQ(error.code, ErrorCode::kUnsupported) << "so that the host asks again";
  EXPECT_TRUE(error.can_retry);
  host_.clock().advance(10'000);
  expect_get("artifacttype").respond(200, R"({"ArtifactType":"ROCKET"})");
  EXPECT_EQ(type(), "ROCKET");
}

TEST_F(HttpProcessorTest, TellsThatThereIsNoWordForAnArtifact) {
  configure(R"("on_failure":"skip","retries":0)");
  expect_get("artifacttype").respond(404);
  EXPECT_EQ(type(), "UNKNOWN");
  expect_post("abstractmetadata").respond(200, R"({"Artifact":{"extra_attrs":{"a":1}}})");
  const ArtifactMetadata learned = metadata();
  EXPECT_EQ(learned.extra_attrs->text, R"({"a":1})");
  EXPECT_FALSE(learned.look_again);
  EXPECT_THAT(learned.note, AllOf(HasSubstr("has no word for the artifact"),
                                  HasSubstr("answered 404"), Not(HasSubstr("stays as it is"))));
}

/// What ArtifactService makes of a push of a rocket.
AbstractedArtifact pushed_through(const std::shared_ptr<Processor>& processor,
                                  RegistryAccess& registry, const CallContext& context) {
  const auto processors = std::make_shared<ProcessorRegistry>();
  processors->add(processor, {kRocket});
  const std::string manifest =
      R"({"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",)"
      R"("config":{"mediaType":"application/vnd.acme.rocket.config.v1+json","size":2,"digest":)"
      R"("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"},)"
      R"("layers":[]})";
  return ArtifactService(processors).abstract(manifest, "", {}, registry, context);
}

TEST_F(HttpProcessorTest, FailsThePushForWhatTheServiceDoesNotOffer) {
  const auto processor = std::make_shared<HttpProcessor>();
  processor->configure(Json{R"({"url":"http://rocket.test:9090","on_failure":"fail"})"}, host_);
  for (const int status : {404, 405, 501}) {
    expect_get("artifacttype").respond(status);
    const AdapterError error =
        testing::error_of([&] { pushed_through(processor, registry_, context_); });
    EXPECT_EQ(error.code, ErrorCode::kScannerRejected) << status;
    host_.clock().advance(10'000);
  }
  expect_get("artifacttype").respond(200, R"({"ArtifactType":"ROCKET"})");
  expect_post("abstractmetadata").respond(404);
  EXPECT_EQ(testing::code_of([&] { pushed_through(processor, registry_, context_); }),
            ErrorCode::kScannerRejected);
}

TEST_F(HttpProcessorTest, TellsAnOutageFromAnAdditionThatIsNotThere) {
  for (const char* on_failure : {"fallback", "skip", "fail"}) {
    configure(R"("retries":0,"on_failure":")" + std::string(on_failure) + "\"");
    expect_get("additiontypes").respond(503);
    const AdapterError error = testing::error_of([this] { additions(); });
    EXPECT_EQ(error.code, ErrorCode::kScannerUnavailable) << on_failure;
    EXPECT_TRUE(error.can_retry);
    EXPECT_EQ(testing::code_of([this] { addition(); }), ErrorCode::kScannerUnavailable);
  }
  configure();
  expect_get("additiontypes").respond(404);
  EXPECT_EQ(testing::code_of([this] { additions(); }), ErrorCode::kUnsupported);
}

TEST_F(HttpProcessorTest, TakesNumbersBeyondADoubleForAnyOtherFailure) {
  configure(R"("on_failure":"skip")");
  expect_types("[1e999]");
  EXPECT_EQ(testing::code_of([this] { additions(); }), ErrorCode::kScannerBadAnswer);
  expect_get("artifacttype").respond(200, R"({"ArtifactType":1e999})");
  EXPECT_EQ(type(), "UNKNOWN");
  expect_post("abstractmetadata").respond(200, R"({"Artifact":[1e999]})");
  EXPECT_FALSE(metadata().extra_attrs);
  configure(R"("strict":true)");
  artifact_.references.text = "[]";
  expect_post("abstractmetadata").respond(200, R"({"Artifact":{"references":[1e999]}})");
  const AdapterError error = testing::error_of([this] { metadata(); });
  EXPECT_EQ(error.code, ErrorCode::kUnsupported);
  EXPECT_THAT(error.message, HasSubstr("(references)"));
}

TEST_F(HttpProcessorTest, TakesATypeThatIsNoWordForAnyOtherFailure) {
  configure(R"("on_failure":"skip")");
  expect_get("artifacttype").respond(200, R"({"ArtifactType":"A ROCKET"})");
  EXPECT_EQ(type(), "UNKNOWN") << "hosts refuse a type with a blank, whatever on_failure says";
}

TEST_F(HttpProcessorTest, DoesNotTakeTheEndOfTheCallForAFailure) {
  for (const char* on_failure : {"fallback", "skip", "fail"}) {
    HttpProcessor processor;
    processor.configure(
        Json{R"({"url":")" + std::string(kUrl) + R"(","on_failure":")" + on_failure + "\"}"},
        host_);
    testing::TestCallContext context;
    context.cancel();
    EXPECT_EQ(
        testing::code_of([&] { processor.abstract_metadata("{}", artifact_, registry_, context); }),
        ErrorCode::kCancelled)
        << on_failure;
  }
}

TEST_F(HttpProcessorTest, AsksForAdditionsInTheServicesSpelling) {
  configure(R"("registry_access":"bearer")");
  expect_types(R"(["Readme.md"])");
  expect_post("abstractaddition")
      .with_body(AllOf(HasSubstr(R"("AdditionType":"Readme.md")"),
                       HasSubstr(R"("authorization":"Bearer lease-of-this-request")")))
      .respond(200, R"({"Addition":{"Content":"IyBSMQ==","ContentType":"text/markdown"}})");
  const Addition made = addition("readme.MD");
  EXPECT_EQ(made.content, "# R1");
  EXPECT_EQ(made.content_type, "text/markdown");
}

TEST_F(HttpProcessorTest, AsksForNoAdditionThatTheServiceDoesNotName) {
  configure();
  expect_types(R"(["README.MD","SPECS"])");
  const AdapterError error = testing::error_of([this] { addition("VALUES.YAML"); });
  EXPECT_EQ(error.code, ErrorCode::kUnsupported);
  EXPECT_THAT(error.message, HasSubstr("it offers README.MD, SPECS"));
}

TEST_F(HttpProcessorTest, HasNoStandInForAdditions) {
  configure(R"("on_failure":"skip","retries":0)");
  expect_types(R"(["README.MD"])");
  expect_post("abstractaddition").respond(503);
  EXPECT_EQ(testing::code_of([this] { addition(); }), ErrorCode::kScannerUnavailable);
}

/// Tells texts apart, which is all that is asked of it here.
class NumberCrypto final : public Crypto {
 public:
  std::string sha256(std::string_view data) override {
    return std::to_string(std::hash<std::string_view>()(data));
  }
  std::string hmac_sha256(std::string_view, std::string_view) override { return {}; }
  bool equal(std::string_view a, std::string_view b) override { return a == b; }
};

TEST_F(HttpProcessorTest, DoesNotAnswerForAnotherTenant) {
  NumberCrypto crypto;
  host_.set_crypto(crypto);
  const auto type_for_tenant = [this](const std::string& tenant) {
    HttpProcessor processor;
    processor.configure(Json{R"({"url":"http://rocket.test:9090","query":"tenant=)" + tenant +
                             R"(","media_types":["application/vnd.acme.rocket.config.v1+json"]})"},
                        host_);
    return processor.artifact_type(artifact_, context_);
  };
  http()
      .expect("GET", "http://rocket.test:9090/artifacttype?tenant=a")
      .respond(200, R"({"ArtifactType":"ROCKET"})");
  EXPECT_EQ(type_for_tenant("a"), "ROCKET");
  EXPECT_EQ(type_for_tenant("a"), "ROCKET");
  http()
      .expect("GET", "http://rocket.test:9090/artifacttype?tenant=b")
      .respond(200, R"({"ArtifactType":"PROBE"})");
  EXPECT_EQ(type_for_tenant("b"), "PROBE");
  const auto kept = host_.key_values().get(std::string("answer/artifacttype ") + kRocket);
  ASSERT_TRUE(kept);
  EXPECT_THAT(*kept, Not(HasSubstr("tenant")));
}

TEST_F(HttpProcessorTest, SurvivesTheProcessAndTheService) {
  configure(R"("media_types":["application/vnd.acme.rocket.config.v1+json"],"retries":0)");
  expect_get("artifacttype").respond(200, R"({"ArtifactType":"ROCKET"})");
  type();
  host_.clock().advance(300'000);
  HttpProcessor next;
  next.configure(Json{R"({"url":"http://rocket.test:9090","retries":0,)"
                      R"("media_types":["application/vnd.acme.rocket.config.v1+json"]})"},
                 host_);
  expect_get("artifacttype").fail(AdapterError(ErrorCode::kScannerUnreachable, "refused"));
  const testing::TestCallContext later(host_.clock(), 60'000);
  EXPECT_EQ(next.artifact_type(artifact_, later), "ROCKET");
}

}  // namespace
}  // namespace portside::http_processor
