// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "artifact_fixture.hpp"
#include "error_of.hpp"

namespace portside {
namespace {

using testing::code_of;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::kImageConfigType;

constexpr char kEmptyAttributes[] =
    R"({"created":null,"architecture":"","os":"","config":{},"author":""})";

class ImageProcessorTest : public testing::ArtifactTest {
 protected:
  std::string image(const std::string& config, const std::string& type = kImageConfigType) {
    return manifest(blob(type, config), {});
  }
};

TEST_F(ImageProcessorTest, TakesFiveMembersAsTheyAreWritten) {
  const Artifact found = artifact(
      image(R"({"os":"linux","architecture":"amd64","created":"2024-01-01T00:00:00.123456789Z",)"
            R"("config":{"Env":["A=1"],"Big":123456789012345678901234567890},"author":"Ann",)"
            R"("rootfs":{"type":"layers"},"history":[{"created_by":"x"}]})"));
  EXPECT_EQ(found.type, "IMAGE");
  EXPECT_EQ(found.extra_attrs.text,
            R"({"created":"2024-01-01T00:00:00.123456789Z","architecture":"amd64","os":"linux",)"
            R"("config":{"Env":["A=1"]},"author":"Ann"})");
}

TEST_F(ImageProcessorTest, OfTheConfigItTakesWhatTheSpecificationHas) {
  const std::string config =
      R"({"User":"1000:1000","ExposedPorts":{"80/tcp":{}},"Env":["A=\u00e4"],"Entrypoint":["/e"],)"
      R"("Cmd":["a", "b"],"Volumes":{"/v":{}},"WorkingDir":"/w","Labels":{"l":"1"},)"
      R"("StopSignal":"SIGINT","ArgsEscaped":true})";
  const auto config_of = [this](const std::string& text) {
    const std::string attributes = artifact(image(R"({"config":)" + text + "}")).extra_attrs.text;
    constexpr std::string_view kBegin = R"({"created":null,"architecture":"","os":"","config":)";
    constexpr std::string_view kEnd = R"(,"author":""})";
    EXPECT_TRUE(attributes.starts_with(kBegin) && attributes.ends_with(kEnd)) << attributes;
    return attributes.substr(kBegin.size(), attributes.size() - kBegin.size() - kEnd.size());
  };
  EXPECT_EQ(config_of(config), config);
  EXPECT_EQ(config_of(R"({"Hostname":"h","Tty":true,"Image":"i","OnBuild":["x"],"Healthcheck":{},)"
                      R"("Shell":["s"],"StopSignal":"SIGINT","Memory":1})"),
            R"({"StopSignal":"SIGINT"})");
  EXPECT_EQ(config_of(R"({"User":"","ExposedPorts":{ },"Env":[ ],"Entrypoint":null,"Cmd":"sh",)"
                      R"("Volumes":[],"Labels":{},"WorkingDir":" ","ArgsEscaped":false})"),
            R"({"WorkingDir":" "})")
      << "what is not set, or of another kind";
}

TEST_F(ImageProcessorTest, KnowsTheTypeOfDocker) {
  EXPECT_EQ(artifact(image("{}", "application/vnd.docker.container.image.v1+json")).type, "IMAGE");
}

TEST_F(ImageProcessorTest, FindsTheAuthorInLabels) {
  const auto author_of = [this](const std::string& config) {
    return json::parse(artifact(image(config)).extra_attrs.text)["author"].get<std::string>();
  };
  EXPECT_EQ(author_of(R"({"config":{"Labels":{"maintainer":"Bob"}}})"), "Bob");
  EXPECT_EQ(author_of(R"({"author":"","config":{"Labels":{"maintainer":"Bob",)"
                      R"("org.opencontainers.image.authors":"A \"Q\" Z"}}})"),
            "A \"Q\" Z");
  EXPECT_EQ(author_of(R"({"author":"Ann","config":{"Labels":{"maintainer":"Bob"}}})"), "Ann");
  EXPECT_EQ(author_of(R"({"author":5,"config":{"Labels":["maintainer"]}})"), "");
}

TEST_F(ImageProcessorTest, AnEmptyConfigIsNoMistake) {
  EXPECT_EQ(artifact(image("{}")).extra_attrs.text, kEmptyAttributes);
  EXPECT_EQ(artifact(image("")).extra_attrs.text, kEmptyAttributes);
  json gone = blob(kImageConfigType, "");
  gone["digest"] = testing::digest_of("gone");
  EXPECT_EQ(artifact(manifest(gone, {})).extra_attrs.text, kEmptyAttributes) << "it is not read";
  EXPECT_EQ(artifact(image(R"({"created":5,"architecture":null,"config":[]})")).extra_attrs.text,
            kEmptyAttributes);
}

TEST_F(ImageProcessorTest, AConfigThatIsNoObjectHasNoAttributes) {
  for (const char* config : {"[1]", "null", "not json", "{\"a\":"}) {
    const Artifact found = artifact(image(config));
    EXPECT_EQ(found.type, "IMAGE") << config;
    EXPECT_TRUE(found.extra_attrs.absent()) << config;
    EXPECT_EQ(addition(found, "build_history").content, "null") << config;
  }
}

TEST_F(ImageProcessorTest, HasItsHistoryAsAnAddition) {
  const Artifact found = artifact(image(R"({"history":[ {"created_by":"RUN x","n":1.0} ]})"));
  EXPECT_THAT(service_.addition_types(found, context_), ElementsAre("BUILD_HISTORY"));
  const Addition history = addition(found, "build_history");
  EXPECT_EQ(history.content, R"([ {"created_by":"RUN x","n":1.0} ])");
  EXPECT_EQ(history.content_type, "application/json; charset=utf-8");
  EXPECT_EQ(addition(image("{}"), "BUILD_HISTORY").content, "null");
}

TEST_F(ImageProcessorTest, RefusesConfigsThatDoNotFit) {
  json large = blob(kImageConfigType, "{}");
  large["size"] = (8U << 20U) + 1;
  EXPECT_EQ(code_of([&] { artifact(manifest(large, {})); }), ErrorCode::kTooLarge);
  EXPECT_EQ(registry_.calls().blob, 0);
  json other = blob(kImageConfigType, "{}");
  other["size"] = 3;
  EXPECT_EQ(code_of([&] { artifact(manifest(other, {})); }), ErrorCode::kIntegrity);
  json gone = other;
  gone["digest"] = testing::digest_of("gone");
  EXPECT_EQ(code_of([&] { artifact(manifest(gone, {})); }), ErrorCode::kRegistryNotFound);
}

TEST_F(ImageProcessorTest, ABlobThatGoesOnIsCut) {
  json lying = blob(kImageConfigType, std::string((8U << 20U) + 1, ' '));
  lying["size"] = 10;
  EXPECT_EQ(code_of([&] { artifact(manifest(lying, {})); }), ErrorCode::kTooLarge);
}

TEST_F(ImageProcessorTest, AnIndexHasNothingOfItsOwn) {
  const Artifact found = artifact(index({entry(image("{}"))}));
  EXPECT_EQ(found.type, "IMAGE");
  EXPECT_TRUE(found.extra_attrs.absent());
  EXPECT_THAT(service_.addition_types(found, context_), IsEmpty());
}

TEST_F(ImageProcessorTest, OldImagesHaveAnArchitecture) {
  const std::string old =
      R"({"schemaVersion":1,"name":"a","architecture":"arm","fsLayers":[],"signatures":[]})";
  const char* const type = "application/vnd.docker.distribution.manifest.v1+prettyjws";
  for (const char* said : {type, "application/json", "", "application/json; charset=utf-8"}) {
    const AbstractedArtifact found = pushed(old, said);
    EXPECT_EQ(found.artifact.type, "IMAGE");
    EXPECT_EQ(found.artifact.media_type, type);
    EXPECT_EQ(found.artifact.manifest_media_type, type);
    EXPECT_EQ(found.artifact.extra_attrs.text, R"({"architecture":"arm"})");
    EXPECT_EQ(found.artifact.size, static_cast<std::int64_t>(old.size()));
    EXPECT_EQ(found.notes.size(), 1U);
    EXPECT_THAT(service_.addition_types(found.artifact, context_), IsEmpty());
  }
  EXPECT_EQ(pushed(R"({"schemaVersion":1})", type).artifact.extra_attrs.text,
            R"({"architecture":""})");
}

}  // namespace
}  // namespace portside
