// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "artifact_fixture.hpp"
#include "error_of.hpp"

namespace portside {
namespace {

using ::testing::IsEmpty;
using testing::kImageConfigType;

constexpr char kBundle[] = R"({"name":"helloworld","version":"0.1.1","n":1.0})";

class CnabProcessorTest : public testing::ArtifactTest {
 protected:
  const json of_cnab_ = {
      {"annotations", {{"org.opencontainers.artifactType", "application/vnd.cnab.manifest.v1"}}}};
  const json is_config_ = {{"annotations", {{"io.cnab.manifest.type", "config"}}}};
  const json is_invocation_ = {{"annotations", {{"io.cnab.manifest.type", "invocation"}}}};

  std::string config_manifest(const std::string& bundle = kBundle) {
    return manifest(blob("application/vnd.cnab.config.v1+json", bundle), {});
  }
  std::string image() { return manifest(blob(kImageConfigType, "{}"), {}); }
};

TEST_F(CnabProcessorTest, AttributesAreTheBundle) {
  const Artifact found = artifact(
      index({entry(image(), is_invocation_), entry(config_manifest(), is_config_)}, of_cnab_));
  EXPECT_EQ(found.type, "CNAB");
  EXPECT_EQ(found.media_type, "application/vnd.cnab.manifest.v1");
  EXPECT_EQ(found.manifest_media_type, testing::kOciIndexType);
  EXPECT_EQ(found.extra_attrs.text, kBundle);
  EXPECT_THAT(service_.addition_types(found, context_), IsEmpty());
}

TEST_F(CnabProcessorTest, WithoutAConfigThereAreNone) {
  for (const auto& entries :
       {std::vector<json>{}, {entry(image(), is_invocation_)}, {entry(image())}}) {
    const Artifact found = artifact(index(entries, of_cnab_));
    EXPECT_EQ(found.type, "CNAB");
    EXPECT_TRUE(found.extra_attrs.absent());
  }
}

TEST_F(CnabProcessorTest, AConfigThatIsNoObjectIsNoMistake) {
  for (const char* bundle : {"", "[]", "x"}) {
    const Artifact found = artifact(index({entry(config_manifest(bundle), is_config_)}, of_cnab_));
    EXPECT_EQ(found.type, "CNAB") << bundle;
    EXPECT_TRUE(found.extra_attrs.absent()) << bundle;
  }
}

TEST_F(CnabProcessorTest, AConfigThatIsNotThereIsNoMistake) {
  json gone = entry(config_manifest(), is_config_);
  gone["digest"] = testing::digest_of("gone");
  ArtifactOptions options;
  options.allow_missing_children = true;
  const ArtifactService service(processors_, options);
  const AbstractedArtifact found =
      service.abstract(index({gone}, of_cnab_), "", {}, registry_, context_);
  EXPECT_TRUE(found.artifact.extra_attrs.absent());
  EXPECT_FALSE(found.look_again);
}

TEST_F(CnabProcessorTest, AnIndexIsNoConfig) {
  const std::string inner = index({entry(image())});
  EXPECT_TRUE(artifact(index({entry(inner, is_config_)}, of_cnab_)).extra_attrs.absent());
}

TEST_F(CnabProcessorTest, WhatTheRegistryCannotAnswerIsAnError) {
  const std::string bundle = index({entry(config_manifest(), is_config_)}, of_cnab_);
  registry_.fail(AdapterError(ErrorCode::kRegistryUnavailable, "503"));
  EXPECT_EQ(testing::code_of([&] { artifact(bundle); }), ErrorCode::kRegistryUnavailable);
}

}  // namespace
}  // namespace portside
