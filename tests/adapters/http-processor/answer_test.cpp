// SPDX-License-Identifier: Apache-2.0
#include "http-processor/answer.hpp"

#include <gmock/gmock.h>

#include "error_of.hpp"
#include "portside/sdk/artifact_json.hpp"

namespace portside::http_processor {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

std::string type_of(const std::string& body) {
  return read_artifact_type(body, "it");
}
std::vector<std::string> additions_of(const std::string& body) {
  return read_addition_types(body, "it");
}
Artifact sent() {
  Artifact artifact;
  artifact.id = 7;
  artifact.digest = "sha256:" + std::string(64, 'a');
  artifact.repository_name = "library/r1";
  artifact.push_time = 1'700'000'000'250;
  artifact.references = Json{R"([{"child_id":1}])"};
  return artifact;
}
MetadataAnswer metadata_of(const std::string& artifact) {
  return read_metadata(R"({"Artifact":)" + artifact + R"(,"Error":""})", sent(), "it");
}
Addition addition_of(const std::string& addition) {
  return read_addition(R"({"Addition":)" + addition + "}", "it");
}

TEST(ArtifactTypeAnswer, IsAWordInCapitals) {
  EXPECT_EQ(type_of(R"({"ArtifactType":"Rocket","Error":""})"), "ROCKET");
  EXPECT_EQ(type_of(R"({"artifacttype":"ROCKET","Error":null,"more":[1]})"), "ROCKET");
  EXPECT_EQ(type_of(R"({"artifactType":"A","ArtifactType":"B"})"), "B");
  for (const std::string& body :
       {std::string(R"({})"), std::string(R"({"ArtifactType":null})"),
        std::string(R"({"ArtifactType":5})"), std::string(R"({"ArtifactType":""})"),
        std::string(R"({"ArtifactType":"a\nb"})"), std::string(R"({"ArtifactType":"a b"})"),
        R"({"ArtifactType":")" + std::string(256, 'a') + "\"}"}) {
    EXPECT_EQ(testing::code_of([&] { type_of(body); }), ErrorCode::kScannerBadAnswer) << body;
  }
}

TEST(AdditionTypesAnswer, IsAListOfNames) {
  EXPECT_THAT(additions_of(R"({"AdditionTypes":["readme.md","VALUES.YAML","README.MD"]})"),
              ElementsAre("readme.md", "VALUES.YAML"));
  EXPECT_THAT(additions_of(R"({"AdditionTypes":null})"), IsEmpty());
  EXPECT_THAT(additions_of(R"({"additiontypes":[]})"), IsEmpty());
  std::string many = R"({"AdditionTypes":["a0")";
  for (int i = 1; i <= 100; ++i) many += ",\"a" + std::to_string(i) + "\"";
  for (const std::string& body :
       {std::string("{}"), std::string(R"({"AdditionTypes":"README.MD"})"),
        std::string(R"({"AdditionTypes":[5]})"), std::string(R"({"AdditionTypes":[1e9999]})"),
        std::string(R"({"AdditionTypes":[""]})"), std::string(R"({"AdditionTypes":["a b"]})"),
        std::string(R"({"AdditionTypes":["a\u0000b"]})"), many + "]}",
        R"({"AdditionTypes":[")" + std::string(129, 'a') + "\"]}"}) {
    EXPECT_EQ(testing::code_of([&] { additions_of(body); }), ErrorCode::kScannerBadAnswer) << body;
  }
}

TEST(Answer, IsAnErrorWhenItSaysSo) {
  const AdapterError error = testing::error_of(
      [] { type_of(R"({"ArtifactType":"ROCKET","Error":"no fuel\nfor Bearer abcdef"})"); });
  EXPECT_EQ(error.code, ErrorCode::kScannerRejected);
  EXPECT_FALSE(error.can_retry);
  EXPECT_THAT(error.message, HasSubstr("it could not do it: no fuel"));
  EXPECT_THAT(error.message, Not(HasSubstr("abcdef")));
  EXPECT_THAT(error.message, Not(HasSubstr("\n")));
  EXPECT_THAT(testing::error_of([] { type_of(R"({"error":{"message":"no"}})"); }).message,
              HasSubstr(R"({"message":"no"})"));
}

TEST(Answer, IsAJsonObject) {
  for (const char* body : {"", "[]", "null", "5", "{", "<html></html>", "{} x", "\xef\xbb\xbf{}"}) {
    EXPECT_EQ(testing::code_of([&] { type_of(body); }), ErrorCode::kScannerBadAnswer) << body;
    EXPECT_EQ(testing::code_of([&] { additions_of(body); }), ErrorCode::kScannerBadAnswer) << body;
    EXPECT_EQ(testing::code_of([&] { read_addition(body, "it"); }), ErrorCode::kScannerBadAnswer);
  }
  const std::string deep = std::string(100, '[') + std::string(100, ']');
  EXPECT_EQ(testing::code_of([&] { type_of(R"({"x":)" + deep + "}"); }),
            ErrorCode::kScannerBadAnswer);
}

TEST(MetadataAnswer, TakesOverWhatProcessorsMayChange) {
  const std::string icon = "sha256:" + std::string(64, 'b');
  const MetadataAnswer answer = metadata_of(
      R"({"extra_attrs":{"thrust":9007199254740993, "weight":1.50},"annotations":{"a":"b"},)"
      R"("icon":")" +
      icon + R"(","future":1})");
  EXPECT_EQ(answer.metadata.extra_attrs->text, R"({"thrust":9007199254740993, "weight":1.50})");
  EXPECT_THAT(*answer.metadata.annotations, ElementsAre(Pair("a", "b")));
  EXPECT_EQ(answer.metadata.icon, icon);
  EXPECT_THAT(answer.differences, IsEmpty());
}

TEST(MetadataAnswer, ChangesNothingThatIsMissing) {
  for (const char* body : {"", " \r\n", "{}", R"({"Artifact":null,"Error":""})",
                           R"({"Artifact":{}})", R"({"artifact":{"annotations":null}})"}) {
    const ArtifactMetadata metadata = read_metadata(body, sent(), "it").metadata;
    EXPECT_FALSE(metadata.extra_attrs || metadata.annotations || metadata.icon) << body;
  }
}

TEST(MetadataAnswer, ClearsWhatIsNullOrEmpty) {
  const ArtifactMetadata metadata =
      metadata_of(R"({"extra_attrs":null,"annotations":{},"icon":""})").metadata;
  EXPECT_EQ(metadata.extra_attrs->text, "null");
  EXPECT_THAT(*metadata.annotations, IsEmpty());
  EXPECT_EQ(metadata.icon, "");
}

TEST(MetadataAnswer, IsRefusedWhenNoArtifactCanHaveIt) {
  const std::string megabyte(std::size_t{1} << 20U, 'x');
  for (const std::string& artifact :
       {std::string("[]"), std::string("\"x\""), std::string(R"({"extra_attrs":[]})"),
        std::string(R"({"extra_attrs":"x"})"), std::string(R"({"annotations":[]})"),
        std::string(R"({"annotations":{"a":1}})"), std::string(R"({"icon":5})"),
        std::string(R"({"icon":"data:image/png;base64,AAAA"})"),
        R"({"icon":")" + megabyte + "\"}"}) {
    EXPECT_EQ(testing::code_of([&] { metadata_of(artifact); }), ErrorCode::kScannerBadAnswer)
        << artifact.substr(0, 80);
  }
}

TEST(MetadataAnswer, TellsWhatOnlyTheRegistryMayChange) {
  EXPECT_THAT(metadata_of(R"({"digest":"sha256:other","id":8,"references":[],"size":"1",)"
                          R"("push_time":"2020-01-01T00:00:00Z","type":"X"})")
                  .differences,
              ElementsAre("id", "type", "digest", "size", "push_time", "references"));
}

TEST(MetadataAnswer, TakesEchoesAndUnsetMembersForUnchanged) {
  EXPECT_THAT(metadata_of(R"({"id":7,"digest":"","repository_name":"library/r1","size":0,)"
                          R"("push_time":"2023-11-14T22:13:20.25Z","type":null,)"
                          R"("pull_time":"0001-01-01T00:00:00Z","references":[{"child_id": 1}]})")
                  .differences,
              IsEmpty());
}

/// What encoding/json writes of the sent artifact, an index, when a service decodes it into
/// Harbor's structs and answers with that.
constexpr char kEchoOfGo[] =
    R"({"id":7,"type":"","media_type":"application/vnd.oci.image.index.v1+json",)"
    R"("manifest_media_type":"application/vnd.oci.image.index.v1+json","artifact_type":"",)"
    R"("project_id":0,"repository_id":0,"repository_name":"library/r1","digest":"DIGEST",)"
    R"("size":0,"icon":"","push_time":"2023-11-14T22:13:20.25Z",)"
    R"("pull_time":"0001-01-01T00:00:00Z","extra_attrs":null,"annotations":null,"references":[)"
    R"({"id":0,"parent_id":0,"child_id":0,"child_digest":"sha256:b","Platform":)"
    R"({"architecture":"amd64","os":"linux"},"urls":null,"annotations":{"a":"\u003cb\u003e"}},)"
    R"({"id":0,"parent_id":0,"child_id":0,"child_digest":"sha256:c","Platform":null,)"
    R"("urls":null,"annotations":null}]})";

TEST(MetadataAnswer, TakesTheEchoOfGoForUnchanged) {
  Artifact index = sent();
  index.media_type = index.manifest_media_type = "application/vnd.oci.image.index.v1+json";
  index.references.text =
      R"([{"Platform":{"architecture":"amd64","os":"linux"},"annotations":{"a":"<b>"},)"
      R"("child_digest":"sha256:b","urls":null},)"
      R"({"Platform":null,"annotations":null,"child_digest":"sha256:c","urls":null}])";
  std::string echo = kEchoOfGo;
  echo.replace(echo.find("DIGEST"), 6, index.digest);
  const auto answer_to = [](const std::string& artifact, const Artifact& asked) {
    return read_metadata(R"({"Artifact":)" + artifact + R"(,"Error":""})", asked, "it");
  };
  EXPECT_THAT(answer_to(echo, index).differences, IsEmpty());
  Artifact unchanged = index;
  sdk::apply(answer_to(echo, index).metadata, unchanged);
  EXPECT_EQ(sdk::artifact_to_json(unchanged), sdk::artifact_to_json(index));
  Artifact without = sent();
  without.references = Json{};
  EXPECT_THAT(answer_to(R"({"references":[]})", without).differences, IsEmpty());
  EXPECT_THAT(answer_to(echo, without).differences,
              ElementsAre("media_type", "manifest_media_type", "references"));
  echo.replace(echo.find("sha256:c"), 8, "sha256:d");
  EXPECT_THAT(answer_to(echo, index).differences, ElementsAre("references"));
}

TEST(MetadataAnswer, MayHoldArtifactsOfTheGreatestDepth) {
  const std::string attributes = R"({"a":)" + std::string(62, '[') + std::string(62, ']') + "}";
  const MetadataAnswer answer = metadata_of(R"({"extra_attrs":)" + attributes + "}");
  EXPECT_EQ(answer.metadata.extra_attrs->text, attributes);
  EXPECT_EQ(testing::code_of([&] { metadata_of(R"({"extra_attrs":{"a":)" + attributes + "}}"); }),
            ErrorCode::kScannerBadAnswer);
}

TEST(MetadataAnswer, TakesReferencesThatGoFilledUpForUnchanged) {
  EXPECT_THAT(metadata_of(R"({"references":[{"id":0,"parent_id":0,"child_id":1,"child_digest":"",)"
                          R"("Platform":null,"urls":null,"annotations":null}]})")
                  .differences,
              IsEmpty());
  EXPECT_THAT(metadata_of(R"({"references":[{"id":5,"child_id":1}]})").differences,
              ElementsAre("references"));
  EXPECT_THAT(metadata_of(R"({"references":[{"child_id":0}]})").differences,
              ElementsAre("references"));
}

TEST(MetadataAnswer, PassesOnNumbersOfAnySize) {
  const MetadataAnswer answer =
      metadata_of(R"({"extra_attrs":{"n":1e9999},"references":[1e9999],"id":1e9999})");
  EXPECT_EQ(answer.metadata.extra_attrs->text, R"({"n":1e9999})");
  EXPECT_THAT(answer.differences, ElementsAre("id", "references"));
}

TEST(AdditionAnswer, IsContentAndItsType) {
  const Addition addition =
      addition_of(R"({"Content":"IyBSMQ==","ContentType":"text/markdown; charset=utf-8"})");
  EXPECT_EQ(addition.content, "# R1");
  EXPECT_EQ(addition.content_type, "text/markdown; charset=utf-8");
  EXPECT_EQ(addition_of(R"({"content":"IyBS\nMQ","contenttype":"a/b"})").content, "# R1");
}

TEST(AdditionAnswer, MayBeEmpty) {
  for (const char* text : {"null", "{}", R"({"Content":null,"ContentType":""})"}) {
    const Addition addition = addition_of(text);
    EXPECT_EQ(addition.content, "") << text;
    EXPECT_EQ(addition.content_type, "application/octet-stream") << text;
  }
}

TEST(AdditionAnswer, IsRefusedWhenItIsNone) {
  for (const char* text :
       {"[]", R"({"Content":"!"})", R"({"Content":5})", R"({"ContentType":"text"})",
        R"({"Content":"","ContentType":"text/plain\r\nSet-Cookie: a=b"})",
        R"({"ContentType":"text/plain\u0000"})"}) {
    EXPECT_EQ(testing::code_of([&] { addition_of(text); }), ErrorCode::kScannerBadAnswer) << text;
  }
  EXPECT_EQ(testing::code_of([] { read_addition("{}", "it"); }), ErrorCode::kScannerBadAnswer);
}

TEST(SaidError, IsTheErrorOrTheText) {
  EXPECT_EQ(said_error(R"({"error":"no fuel"})"), "no fuel");
  EXPECT_THAT(said_error("<html>502\nBad Gateway</html>"), HasSubstr("Bad Gateway"));
  EXPECT_EQ(said_error(""), "");
  EXPECT_LE(said_error(std::string(10'000, 'x')).size(), 512U);
  EXPECT_LE(said_error(R"({"Error":")" + std::string(10'000, 'x') + "\"}").size(), 512U);
}

}  // namespace
}  // namespace portside::http_processor
