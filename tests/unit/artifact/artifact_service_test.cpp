// SPDX-License-Identifier: Apache-2.0
#include "portside/host/artifact_service.hpp"

#include <gmock/gmock.h>

#include <utility>

#include "artifact_fixture.hpp"
#include "crypto/digest.hpp"
#include "error_of.hpp"
#include "portside/sdk/artifact_json.hpp"
#include "portside/testing/mock_processor.hpp"

namespace portside {
namespace {

using ::testing::_;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::NiceMock;
using ::testing::Return;
using ::testing::Throw;

constexpr char kRocketType[] = "application/vnd.acme.rocket.config.v1+json";

class ArtifactServiceTest : public testing::ArtifactTest {
 protected:
  ArtifactServiceTest() {
    ON_CALL(*rocket_, artifact_type).WillByDefault(Return("ROCKET"));
    ON_CALL(*rocket_, addition_types)
        .WillByDefault(Return(std::vector<std::string>{"README.MD", "Thrust"}));
    processors_->add(rocket_, {kRocketType});
  }

  std::string rocket() { return manifest(blob(kRocketType, R"({"thrust":"9kN"})"), {}); }

  const std::shared_ptr<NiceMock<testing::MockProcessor>> rocket_ =
      std::make_shared<NiceMock<testing::MockProcessor>>();
};

TEST_F(ArtifactServiceTest, GivesTheProcessorWhatWasPushed) {
  const std::string pushed_rocket = rocket();
  ArtifactMetadata metadata;
  metadata.extra_attrs = Json{R"({"a":1})"};
  metadata.annotations = std::map<std::string, std::string>{{"k", "v"}};
  EXPECT_CALL(*rocket_, abstract_metadata(pushed_rocket, _, _, _))
      .WillOnce([&](const auto&, const Artifact& artifact, const auto&, const auto&) {
        EXPECT_EQ(artifact.digest, testing::digest_of(pushed_rocket));
        EXPECT_EQ(artifact.media_type, kRocketType);
        EXPECT_EQ(artifact.repository_name, "library/r1");
        return metadata;
      });
  Artifact known;
  known.id = 7;
  known.repository_name = "library/r1";
  known.push_time = 5;
  const AbstractedArtifact found = pushed(pushed_rocket, testing::kOciManifestType, known);
  EXPECT_EQ(found.artifact.id, 7);
  EXPECT_EQ(found.artifact.push_time, 5);
  EXPECT_EQ(found.artifact.type, "ROCKET");
  EXPECT_EQ(found.artifact.extra_attrs.text, R"({"a":1})");
  EXPECT_EQ(found.artifact.annotations.at("k"), "v");
  EXPECT_FALSE(found.look_again);
  EXPECT_THAT(found.notes, IsEmpty());
}

TEST_F(ArtifactServiceTest, TheDefaultProcessorStandsInForOneThatIsNotThere) {
  AdapterError gone(ErrorCode::kUnsupported, "the remote processor does not answer");
  gone.can_retry = true;
  EXPECT_CALL(*rocket_, abstract_metadata).WillOnce(Throw(gone));
  const AbstractedArtifact found = pushed(rocket());
  EXPECT_TRUE(found.look_again);
  EXPECT_EQ(found.artifact.type, "ROCKET") << "which the media type says as well";
  EXPECT_EQ(found.artifact.extra_attrs.text, R"({"thrust":"9kN"})");
  EXPECT_THAT(found.notes, ElementsAre(HasSubstr("does not answer")));
  EXPECT_CALL(*rocket_, artifact_type).WillOnce(Throw(gone));
  EXPECT_TRUE(pushed(rocket()).look_again);
  gone.can_retry = false;
  EXPECT_CALL(*rocket_, artifact_type).WillOnce(Throw(gone));
  EXPECT_FALSE(pushed(rocket()).look_again) << "it will never understand this one";
}

TEST_F(ArtifactServiceTest, WhatIsKnownStaysWhileAProcessorIsAway) {
  AdapterError away(ErrorCode::kUnsupported, "the remote processor does not answer");
  away.can_retry = true;
  EXPECT_CALL(*rocket_, artifact_type).WillRepeatedly(Throw(away));
  Artifact known;
  known.digest = testing::digest_of(rocket());
  known.type = "SPACESHIP";
  known.extra_attrs.text = R"({"from":"before"})";
  known.icon = testing::digest_of("icon");
  const AbstractedArtifact found = pushed(rocket(), "", known);
  EXPECT_EQ(found.artifact.type, "SPACESHIP");
  EXPECT_EQ(found.artifact.extra_attrs.text, R"({"from":"before"})");
  EXPECT_EQ(found.artifact.icon, known.icon);
  EXPECT_TRUE(found.look_again);
  EXPECT_THAT(found.notes, ElementsAre(HasSubstr("what is known of the artifact stays")));
  for (std::string* const missing : {&known.digest, &known.type, &known.extra_attrs.text}) {
    const std::string kept = std::exchange(*missing, "");
    EXPECT_EQ(pushed(rocket(), "", known).artifact.type, "ROCKET") << kept;
    *missing = kept;
  }
  away.can_retry = false;
  EXPECT_CALL(*rocket_, artifact_type).WillOnce(Throw(away));
  EXPECT_EQ(pushed(rocket(), "", known).artifact.type, "ROCKET") << "it will never understand it";
}

TEST_F(ArtifactServiceTest, AProcessorMaySayThatItIsToBeAskedAgain) {
  ArtifactMetadata skipped;
  skipped.note = "the remote processor does not answer";
  skipped.look_again = true;
  EXPECT_CALL(*rocket_, abstract_metadata).WillOnce(Return(skipped));
  Artifact known;
  known.extra_attrs.text = R"({"from":"before"})";
  const AbstractedArtifact found = pushed(rocket(), "", known);
  EXPECT_TRUE(found.look_again);
  EXPECT_THAT(found.notes, ElementsAre("the remote processor does not answer"));
  EXPECT_EQ(found.artifact.extra_attrs.text, R"({"from":"before"})");
}

TEST_F(ArtifactServiceTest, OtherErrorsPassAndChangeNothing) {
  for (const ErrorCode code :
       {ErrorCode::kScannerUnavailable, ErrorCode::kMalformedData, ErrorCode::kCancelled}) {
    EXPECT_CALL(*rocket_, abstract_metadata).WillOnce(Throw(AdapterError(code, "no")));
    EXPECT_EQ(testing::code_of([&] { pushed(rocket()); }), code);
  }
}

TEST_F(ArtifactServiceTest, WhatAProcessorSaysIsChecked) {
  ArtifactMetadata metadata;
  metadata.extra_attrs = Json{"[]"};
  EXPECT_CALL(*rocket_, abstract_metadata).WillOnce(Return(metadata));
  EXPECT_EQ(testing::code_of([&] { pushed(rocket()); }), ErrorCode::kMalformedData);
  for (const std::string& type : {std::string(), std::string("A B"), std::string("A\n"),
                                  std::string("\xc3\x84"), std::string(256, 'A')}) {
    EXPECT_CALL(*rocket_, artifact_type).WillOnce(Return(type));
    const AdapterError error = testing::error_of([&] { pushed(rocket()); });
    EXPECT_EQ(error.code, ErrorCode::kPluginContract) << type;
    EXPECT_THAT(error.message, HasSubstr("1 to 255 printable ASCII characters"));
  }
}

TEST_F(ArtifactServiceTest, AttributesStayUntilAProcessorSaysOthers) {
  Artifact known;
  known.extra_attrs.text = R"({"from":"before"})";
  known.icon = testing::digest_of("icon");
  const AbstractedArtifact found = pushed(rocket(), "", known);
  EXPECT_EQ(found.artifact.extra_attrs.text, R"({"from":"before"})");
  EXPECT_EQ(found.artifact.icon, testing::digest_of("icon"));
}

TEST_F(ArtifactServiceTest, AManifestHasItsDigest) {
  Artifact known;
  known.digest = testing::digest_of("another");
  EXPECT_EQ(testing::code_of([&] { pushed(rocket(), "", known); }), ErrorCode::kIntegrity);
  known.digest = "sha512:" + crypto::hex(crypto::sha512(rocket()));
  EXPECT_EQ(pushed(rocket(), "", known).artifact.digest, known.digest);
  known.digest.back() = known.digest.back() == '0' ? '1' : '0';
  EXPECT_EQ(testing::code_of([&] { pushed(rocket(), "", known); }), ErrorCode::kIntegrity);
  known.digest = "md5:00000000000000000000000000000000";
  EXPECT_EQ(testing::code_of([&] { pushed(rocket(), "", known); }), ErrorCode::kIntegrity);
  EXPECT_EQ(testing::code_of([&] { pushed("{}"); }), ErrorCode::kRegistryBadAnswer);
  EXPECT_EQ(testing::code_of([&] { pushed(rocket(), "text/html"); }), ErrorCode::kUnsupported);
}

TEST_F(ArtifactServiceTest, ListsAdditionsInCapitals) {
  const Artifact found = artifact(rocket());
  EXPECT_THAT(service_.addition_types(found, context_), ElementsAre("README.MD", "THRUST"));
  EXPECT_CALL(*rocket_, addition_types)
      .WillOnce(Throw(AdapterError(ErrorCode::kScannerUnreachable, "down")));
  EXPECT_THAT(service_.addition_types(found, context_), IsEmpty());
  EXPECT_EQ(registry_.calls().manifest + registry_.calls().blob, 0) << "a listing reads nothing";
}

TEST_F(ArtifactServiceTest, SaysWhyItKnowsNoAdditions) {
  const Artifact found = artifact(rocket());
  std::vector<std::string> notes;
  EXPECT_CALL(*rocket_, addition_types)
      .WillOnce(Throw(AdapterError(ErrorCode::kScannerUnreachable, "down")))
      .WillOnce(Throw(AdapterError(ErrorCode::kUnsupported, "none")))
      .WillOnce(Throw(AdapterError(ErrorCode::kCancelled, "over")));
  EXPECT_THAT(service_.addition_types(found, context_, &notes), IsEmpty());
  EXPECT_THAT(notes, ElementsAre("the additions of the artifact are not known: down"));
  EXPECT_THAT(service_.addition_types(found, context_, &notes), IsEmpty());
  EXPECT_EQ(notes.size(), 1U) << "a processor without additions is nothing to tell";
  EXPECT_EQ(testing::code_of([&] { service_.addition_types(found, context_, &notes); }),
            ErrorCode::kCancelled);
}

TEST_F(ArtifactServiceTest, DoesNotTakeTheEndOfTheCallForNoAdditions) {
  const Artifact found = artifact(rocket());
  context_.advance(60'000);
  EXPECT_CALL(*rocket_, addition_types)
      .WillOnce(Throw(AdapterError(ErrorCode::kDeadlineExceeded, "over")));
  EXPECT_EQ(testing::code_of([&] { service_.addition_types(found, context_); }),
            ErrorCode::kDeadlineExceeded);
}

TEST_F(ArtifactServiceTest, AsksForAdditionsInTheProcessorsSpelling) {
  const Artifact found = artifact(rocket());
  EXPECT_CALL(*rocket_, abstract_addition(_, "Thrust", _, _))
      .WillOnce(Return(Addition{"9kN", "text/plain"}));
  const Addition thrust = addition(found, "tHRUST");
  EXPECT_EQ(thrust.content, "9kN");
  EXPECT_EQ(thrust.content_type, "text/plain");
}

TEST_F(ArtifactServiceTest, AnAdditionThatIsNotThereIsNotAskedFor) {
  const Artifact found = artifact(rocket());
  EXPECT_CALL(*rocket_, abstract_addition).Times(0);
  const AdapterError error = testing::error_of([&] { addition(found, "values.yaml\n"); });
  EXPECT_EQ(error.code, ErrorCode::kUnsupported);
  EXPECT_THAT(error.message, HasSubstr("one of README.MD, Thrust"));
  EXPECT_EQ(error.message.find('\n'), std::string::npos);
}

TEST_F(ArtifactServiceTest, ContentTypesAreWellFormed) {
  const Artifact found = artifact(rocket());
  for (const char* good : {"text/markdown; charset=utf-8", "image/svg+xml"}) {
    EXPECT_CALL(*rocket_, abstract_addition).WillOnce(Return(Addition{"x", good}));
    EXPECT_EQ(addition(found, "readme.md").content_type, good);
  }
  for (const std::string& bad :
       {std::string(), std::string("text"), std::string("text/html\r\nSet-Cookie: a=b"),
        std::string("text/plain; a=\r\nX: y"), std::string("text/plain\0", 11),
        std::string("text/pl\xc3\xa4in")}) {
    EXPECT_CALL(*rocket_, abstract_addition).WillOnce(Return(Addition{"x", bad}));
    EXPECT_EQ(addition(found, "readme.md").content_type, "application/octet-stream") << bad;
  }
}

TEST_F(ArtifactServiceTest, AdditionsAreBounded) {
  ArtifactOptions options;
  options.max_addition = 4;
  const ArtifactService service(processors_, options);
  const Artifact found = artifact(rocket());
  EXPECT_CALL(*rocket_, abstract_addition)
      .WillOnce(Return(Addition{"1234", "text/plain"}))
      .WillOnce(Return(Addition{"12345", "text/plain"}));
  EXPECT_EQ(service.addition(found, "THRUST", registry_, context_).content, "1234");
  const AdapterError error =
      testing::error_of([&] { service.addition(found, "THRUST", registry_, context_); });
  EXPECT_EQ(error.code, ErrorCode::kTooLarge);
  EXPECT_THAT(error.message, HasSubstr("max_addition"));
}

TEST_F(ArtifactServiceTest, NeedsARegistryOfProcessors) {
  EXPECT_EQ(testing::code_of([] { ArtifactService service(nullptr); }),
            ErrorCode::kInvalidArgument);
}

TEST_F(ArtifactServiceTest, WhatItSaysCanBeStored) {
  for (const std::string& text : {rocket(), index({entry(rocket())})}) {
    const Artifact found = artifact(text);
    EXPECT_EQ(sdk::artifact_to_json(sdk::artifact_from_json(sdk::artifact_to_json(found))),
              sdk::artifact_to_json(found));
  }
}

}  // namespace
}  // namespace portside
