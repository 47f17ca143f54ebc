// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/artifact_json.hpp"

#include <gtest/gtest.h>

#include "portside/api/error.hpp"

namespace portside::sdk {
namespace {

using Texts = std::map<std::string, std::string>;

// A row of Harbor 2's API.
constexpr char kHarbor[] =
    R"({"id":7,"type":"CHART","media_type":"application/vnd.cncf.helm.config.v1+json",)"
    R"("manifest_media_type":"application/vnd.oci.image.manifest.v1+json",)"
    R"("artifact_type":"application/vnd.cncf.helm.config.v1+json","project_id":1,)"
    R"("repository_id":2,"repository_name":"library/webapp","digest":"sha256:0","size":1234,)"
    R"("icon":"","push_time":"2024-03-29T17:08:00.250Z","pull_time":"0001-01-01T00:00:00Z",)"
    R"("extra_attrs":{"n":9007199254740993,"f":1.10,"z":{"b":1,"a":2}},)"
    R"("annotations":{"k":"v"},"references":[{"child_digest":"sha256:1"}],)"
    R"("scan_overview":null,"revision":123456789012345678901234567890})";

std::string digest_of_icon() {
  return "sha256:" + std::string(64, 'a');
}

ErrorCode refused_artifact(const std::string& text) {
  try {
    artifact_from_json(text);
  } catch (const AdapterError& error) {
    return error.code;
  }
  return ErrorCode::kInternal;
}

TEST(ArtifactJson, IsReadWithItsDigits) {
  const Artifact artifact = artifact_from_json(kHarbor);
  EXPECT_EQ(artifact.id, 7);
  EXPECT_EQ(artifact.type, "CHART");
  EXPECT_EQ(artifact.repository_name, "library/webapp");
  EXPECT_EQ(artifact.size, 1234);
  EXPECT_EQ(artifact.push_time, 1'711'732'080'250);
  EXPECT_EQ(artifact.pull_time, std::nullopt);
  EXPECT_EQ(artifact.extra_attrs.text, R"({"n":9007199254740993,"f":1.10,"z":{"b":1,"a":2}})");
  EXPECT_EQ(artifact.annotations.at("k"), "v");
  EXPECT_EQ(artifact.references.text, R"([{"child_digest":"sha256:1"}])");
  EXPECT_EQ(artifact.extra.text,
            R"({"scan_overview":null,"revision":123456789012345678901234567890})");
}

TEST(ArtifactJson, IsWrittenAsItWasRead) {
  EXPECT_EQ(artifact_to_json(artifact_from_json(kHarbor)), kHarbor);
}

TEST(ArtifactJson, OfAnEmptyArtifactIsAsHarborWritesIt) {
  EXPECT_EQ(artifact_to_json({}),
            R"({"id":0,"type":"","media_type":"","manifest_media_type":"","artifact_type":"",)"
            R"("project_id":0,"repository_id":0,"repository_name":"","digest":"","size":0,)"
            R"("icon":"","push_time":"0001-01-01T00:00:00Z","pull_time":"0001-01-01T00:00:00Z",)"
            R"("extra_attrs":null,"annotations":null,"references":null})");
}

TEST(ArtifactJson, TakesNullAndNothingForNothing) {
  for (const char* text : {"{}", R"({"id":null,"type":null,"push_time":null,"extra_attrs":null,)"
                                 R"("annotations":null,"references":null})"}) {
    const Artifact artifact = artifact_from_json(text);
    EXPECT_EQ(artifact_to_json(artifact), artifact_to_json({}));
  }
}

TEST(ArtifactJson, TakesTheZeroTimeInEveryForm) {
  EXPECT_EQ(artifact_from_json(R"({"push_time":"0001-01-01T00:00:00.000Z"})").push_time,
            std::nullopt);
}

TEST(ArtifactJson, EscapesTexts) {
  Artifact artifact;
  artifact.type = "A\"\n";
  artifact.annotations = {{"k\\", "\xff"}};
  const Artifact read = artifact_from_json(artifact_to_json(artifact));
  EXPECT_EQ(read.type, "A\"\n");
  EXPECT_EQ(read.annotations.at("k\\"), "\xef\xbf\xbd");
}

TEST(ArtifactJson, WritesNoMemberTwice) {
  Artifact artifact;
  artifact.extra.text = R"({"digest":"other","more":[1.0]})";
  const std::string text = artifact_to_json(artifact);
  EXPECT_EQ(text.find("other"), std::string::npos);
  EXPECT_NE(text.find(R"(,"more":[1.0]})"), std::string::npos);
}

TEST(ArtifactJson, OfMembersThatAreNoJsonIsNotMade) {
  const auto code_of = [](const Artifact& artifact) {
    try {
      artifact_to_json(artifact);
    } catch (const AdapterError& error) {
      return error.code;
    }
    return ErrorCode::kInternal;
  };
  for (const char* text : {"{", "[]", "{},\"x\":{}", "\"x\"", "{}{}"}) {
    Artifact artifact;
    artifact.extra_attrs.text = text;
    EXPECT_EQ(code_of(artifact), ErrorCode::kInvalidArgument) << text;
    artifact = {};
    artifact.extra.text = text;
    EXPECT_EQ(code_of(artifact), ErrorCode::kInvalidArgument) << text;
  }
  Artifact artifact;
  artifact.references.text = "{}";
  EXPECT_EQ(code_of(artifact), ErrorCode::kInvalidArgument);
}

TEST(ArtifactJson, RefusesMembersOfOtherTypes) {
  for (const char* text :
       {"", "[]", "{", R"({"id":"7"})", R"({"id":1.0})", R"({"id":1e3})",
        R"({"id":99999999999999999999})", R"({"type":1})", R"({"push_time":"yesterday"})",
        R"({"push_time":""})", R"({"push_time":"2024-03-29T17:08:00+0000"})", R"({"push_time":5})",
        R"({"extra_attrs":[]})", R"({"extra_attrs":"{}"})", R"({"references":{}})",
        R"({"annotations":{"a":1}})", R"({"annotations":[]})", R"({"digest":"a","digest":"b"})"}) {
    EXPECT_EQ(refused_artifact(text), ErrorCode::kMalformedData) << text;
  }
  const std::string deep = std::string(63, '[') + std::string(63, ']');
  EXPECT_EQ(artifact_from_json("{\"x\":" + deep + "}").extra.text, "{\"x\":" + deep + "}");
  EXPECT_EQ(refused_artifact("{\"x\":[" + deep + "]}"), ErrorCode::kTooLarge);
}

TEST(ArtifactJson, OfTheGreatestDepthIsWrittenAsItWasRead) {
  const std::string deep = std::string(63, '[') + std::string(63, ']');
  const std::string attributes = "{\"a\":" + deep.substr(1, 124) + "}";
  const Artifact artifact =
      artifact_from_json("{\"extra_attrs\":" + attributes + ",\"more\":" + deep + "}");
  const std::string text = artifact_to_json(artifact);
  EXPECT_NE(text.find(",\"more\":" + deep + "}"), std::string::npos);
  EXPECT_NE(text.find("\"extra_attrs\":" + attributes), std::string::npos);
  EXPECT_EQ(artifact_to_json(artifact_from_json(text)), text);
  Artifact deeper;
  deeper.extra.text = "{\"more\":[" + deep + "]}";
  EXPECT_THROW(artifact_to_json(deeper), AdapterError);
}

TEST(ArtifactJson, KeepsEveryMemberThatNobodyKnows) {
  const std::string more = R"("more":1,"other":{"b":1,"a":[]},"more":2)";
  const Artifact artifact = artifact_from_json("{" + more + "}");
  EXPECT_EQ(artifact.extra.text, "{" + more + "}");
  EXPECT_NE(artifact_to_json(artifact).find("," + more + "}"), std::string::npos);
  Artifact without;
  without.extra.text = "null";
  EXPECT_EQ(artifact_to_json(without), artifact_to_json({}));
}

TEST(AdditionJson, IsReadBack) {
  const std::string bytes("\0\xff\xfb# R1", 7);
  const std::string text = addition_to_json({bytes, "text/markdown; charset=utf-8"});
  EXPECT_EQ(text, R"({"Content":"AP/7IyBSMQ==","ContentType":"text/markdown; charset=utf-8"})");
  EXPECT_EQ(addition_from_json(text).content, bytes);
  EXPECT_EQ(addition_from_json(text).content_type, "text/markdown; charset=utf-8");
  EXPECT_EQ(addition_to_json({}), R"({"Content":null,"ContentType":""})");
}

TEST(AdditionJson, TakesBase64OfEveryKind) {
  const std::string bytes("\xff\xfb\xfe~", 4);
  for (const char* text :
       {R"({"Content":"//v+fg=="})", R"({"content":"__v-fg"})", R"({"CONTENT":"__v-\r\nfg==\n"})",
        R"({"Content":"//v+fg","content":"AA"})"}) {
    EXPECT_EQ(addition_from_json(text).content, bytes) << text;
  }
  EXPECT_EQ(addition_from_json(R"({"Content":null,"contenttype":null})").content, "");
}

TEST(AdditionJson, RefusesWhatIsNone) {
  for (const char* text :
       {"null", "[]", R"({"Content":5})", R"({"Content":"a b"})", R"({"Content":"A"})",
        R"({"Content":"AA===="})", R"({"ContentType":[]})"}) {
    EXPECT_THROW(addition_from_json(text), AdapterError) << text;
  }
}

TEST(ApplyMetadata, ChangesWhatItHas) {
  Artifact artifact = artifact_from_json(kHarbor);
  apply({}, artifact);
  EXPECT_EQ(artifact_to_json(artifact), kHarbor);
  ArtifactMetadata metadata;
  metadata.extra_attrs = Json{R"({"thrust":1e400})"};
  metadata.annotations = Texts{{"a", "b"}};
  metadata.icon = digest_of_icon();
  apply(metadata, artifact);
  EXPECT_EQ(artifact.extra_attrs.text, R"({"thrust":1e400})");
  EXPECT_EQ(artifact.annotations, (Texts{{"a", "b"}}));
  EXPECT_EQ(artifact.icon, digest_of_icon());
  EXPECT_EQ(artifact.digest, "sha256:0");
}

TEST(ApplyMetadata, NullClears) {
  Artifact artifact = artifact_from_json(kHarbor);
  artifact.icon = digest_of_icon();
  ArtifactMetadata metadata;
  metadata.extra_attrs = Json{"null"};
  metadata.icon = "";
  apply(metadata, artifact);
  EXPECT_TRUE(artifact.extra_attrs.absent());
  EXPECT_EQ(artifact.icon, "");
}

TEST(ApplyMetadata, ChangesAllOrNothing) {
  const auto refused = [](const ArtifactMetadata& metadata) {
    Artifact artifact = artifact_from_json(kHarbor);
    try {
      apply(metadata, artifact);
    } catch (const AdapterError& error) {
      return error.code == ErrorCode::kMalformedData && artifact_to_json(artifact) == kHarbor;
    }
    return false;
  };
  ArtifactMetadata metadata;
  metadata.annotations = Texts{{"a", "b"}};
  for (const char* text : {"[]", "\"x\"", "{", "5"}) {
    metadata.extra_attrs = Json{text};
    EXPECT_TRUE(refused(metadata)) << text;
  }
  metadata.extra_attrs = Json{"{}"};
  for (const char* icon : {"sha256:abc", "icon.png", "sha256:"}) {
    metadata.icon = icon;
    EXPECT_TRUE(refused(metadata)) << icon;
  }
}

}  // namespace
}  // namespace portside::sdk
