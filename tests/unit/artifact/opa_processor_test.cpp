// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "artifact_fixture.hpp"
#include "error_of.hpp"
#include "packed.hpp"
#include "tar_builder.hpp"

namespace portside {
namespace {

using ::testing::ElementsAre;
using testing::TarBuilder;

constexpr char kOpaConfig[] = "application/vnd.cncf.openpolicyagent.config.v1+json";
constexpr char kOpaManifest[] = "application/vnd.cncf.openpolicyagent.manifest.layer.v1+json";
constexpr char kOpaPolicy[] = "application/vnd.cncf.openpolicyagent.policy.layer.v1+rego";
constexpr char kOpaData[] = "application/vnd.cncf.openpolicyagent.data.layer.v1+json";
constexpr char kSaid[] = R"({"roots":["main"],"revision":"r1","rego_version":1,"other":5})";

class OpaProcessorTest : public testing::ArtifactTest {
 protected:
  static json title(const char* name) { return {{"org.opencontainers.image.title", name}}; }

  /// As conftest pushes.
  std::string layered(const std::string& config = "{}") {
    return manifest(blob(kOpaConfig, config),
                    {blob(kOpaManifest, kSaid), blob(kOpaPolicy, "package a", title("policy.rego")),
                     blob(kOpaPolicy, "package b"), blob(kOpaData, "{}", title("data.json")),
                     blob("text/markdown", "# Rules", title("README.md"))});
  }
  /// As `opa build` and a generic client push.
  std::string packed(const std::string& bundle) {
    return manifest(blob(kOpaConfig, ""), {blob(testing::kGzipLayerType, bundle)});
  }
};

TEST_F(OpaProcessorTest, LayersAreFiles) {
  const Artifact found = artifact(layered(R"({"author":"a","policies":"theirs"})"));
  EXPECT_EQ(found.type, "OPENPOLICYAGENT");
  EXPECT_EQ(found.extra_attrs.text,
            R"({"author":"a","revision":"r1","roots":["main"],"rego_version":1,)"
            R"("policies":2,"data_files":1})");
  EXPECT_THAT(service_.addition_types(found, context_),
              ElementsAre("README.MD", "MANIFEST", "FILES"));
  EXPECT_EQ(addition(found, "readme.md").content, "# Rules");
  EXPECT_EQ(addition(found, "manifest").content, kSaid);
  EXPECT_EQ(addition(found, "manifest").content_type, "application/json; charset=utf-8");
  const json files = json::parse(addition(found, "FILES").content);
  ASSERT_EQ(files.size(), 5U);
  EXPECT_EQ(files[1], (json{{"name", "policy.rego"}, {"size", 9}}));
}

TEST_F(OpaProcessorTest, MediaTypesSayMoreThanNames) {
  const Artifact found = artifact(manifest(
      blob(kOpaConfig, "{}"),
      {blob(kOpaPolicy, "package a", title("rules")), blob(kOpaPolicy, "b", title("data.json")),
       blob(kOpaPolicy, "c", title("c.tar.gz")), blob(kOpaData, "{}", title("allowed.json")),
       blob(kOpaData, "1", title("README.md")), blob(kOpaManifest, kSaid, title("about.json")),
       blob("text/plain", "package d", title("d.rego")),
       blob("application/json", "{}", title("e/data.json"))}));
  EXPECT_EQ(found.extra_attrs.text,
            R"({"revision":"r1","roots":["main"],"rego_version":1,"policies":4,"data_files":3})");
  EXPECT_EQ(addition(found, "MANIFEST").content, kSaid);
  EXPECT_EQ(addition(found, "README.MD").content, "");
  EXPECT_EQ(json::parse(addition(found, "FILES").content)[5]["name"], "about.json");
}

TEST_F(OpaProcessorTest, PackedBundlesAreUnpacked) {
  TarBuilder tar;
  tar.file("/.manifest", kSaid)
      .file("/policies/a.rego", "package a")
      .file("/data.json", "{}")
      .file("/x/data.yaml", "{}")
      .file("/x/README.md", "not the bundle's")
      .file("/x/other.json", "{}");
  const Artifact found = artifact(packed(testing::gzip(tar.finish())));
  EXPECT_EQ(found.extra_attrs.text,
            R"({"revision":"r1","roots":["main"],"rego_version":1,"policies":1,"data_files":2})");
  EXPECT_EQ(addition(found, "README.MD").content, "");
  EXPECT_EQ(addition(found, "MANIFEST").content, kSaid);
  EXPECT_EQ(json::parse(addition(found, "FILES").content)[1]["name"], "policies/a.rego");
}

TEST_F(OpaProcessorTest, AnEmptyConfigAndNoManifestAreNoMistakes) {
  for (const char* config : {"", "{}", "[]", "x"}) {
    const Artifact found = artifact(manifest(blob(kOpaConfig, config), {}));
    EXPECT_EQ(found.type, "OPENPOLICYAGENT") << config;
    EXPECT_EQ(found.extra_attrs.text, R"({"policies":0,"data_files":0})") << config;
    EXPECT_EQ(addition(found, "FILES").content, "[]") << config;
    EXPECT_EQ(addition(found, "README.MD").content, "") << config;
    EXPECT_EQ(addition(found, "MANIFEST").content, "") << config;
  }
  const Artifact odd = artifact(manifest(blob(kOpaConfig, "{}"), {blob(kOpaManifest, "no json")}));
  EXPECT_EQ(odd.extra_attrs.text, R"({"policies":0,"data_files":0})");
}

TEST_F(OpaProcessorTest, ADamagedBundleIsNoReasonToRefuseThePush) {
  const std::string damaged =
      manifest(blob(kOpaConfig, R"({"a":1})"), {blob(testing::kGzipLayerType, "\x1f\x8b\x08 no")});
  const Artifact found = artifact(damaged);
  EXPECT_EQ(found.type, "OPENPOLICYAGENT");
  EXPECT_EQ(found.extra_attrs.text, R"({"a":1})");
  EXPECT_EQ(testing::code_of([&] { addition(found, "FILES"); }), ErrorCode::kMalformedData);
}

TEST_F(OpaProcessorTest, ReadsWhatIsRepeatedOnce) {
  TarBuilder tar;
  tar.file("a.rego", "a");
  const json bundle = blob(testing::kGzipLayerType, testing::gzip(tar.finish()));
  const json readme = blob("text/markdown", "# Rules", title("README.md"));
  const std::string repeated =
      manifest(blob(kOpaConfig, ""), {bundle, bundle, readme, readme, bundle, readme});
  const Artifact found = artifact(repeated);
  EXPECT_EQ(registry_.calls().blob, 2);
  EXPECT_EQ(json::parse(found.extra_attrs.text)["policies"], 1);
}

TEST_F(OpaProcessorTest, TooManyFilesAreTooMany) {
  TarBuilder tar;
  for (int i = 0; i <= 10'000; ++i) tar.file("a", "");
  const Artifact found = artifact(packed(testing::gzip(tar.finish())));
  EXPECT_TRUE(found.extra_attrs.absent());
  EXPECT_EQ(testing::code_of([&] { addition(found, "FILES"); }), ErrorCode::kTooLarge);
}

TEST_F(OpaProcessorTest, LongNamesAreTooManyBeforeTooManyFiles) {
  TarBuilder tar;
  const std::string path(4'096, '\x01');  // six bytes of JSON each
  for (int i = 0; i < 180; ++i) tar.pax("path", path).file("a", "");
  const Artifact found = artifact(packed(testing::gzip(tar.finish())));
  EXPECT_TRUE(found.extra_attrs.absent());
  EXPECT_EQ(testing::code_of([&] { addition(found, "FILES"); }), ErrorCode::kTooLarge);
}

}  // namespace
}  // namespace portside
