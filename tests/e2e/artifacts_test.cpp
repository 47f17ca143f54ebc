// SPDX-License-Identifier: Apache-2.0
// `portside artifact` for what clients push that is no image, on a real registry.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "packed.hpp"
#include "run_program.hpp"
#include "temp_folder.hpp"
#include "test_artifact.hpp"
#include "test_image.hpp"

namespace portside {
namespace {

using nlohmann::json;
using testing::Encryption;
using ::testing::HasSubstr;
using testing::Login;
using testing::ProgramResult;
using testing::RealRegistry;
using testing::TestArtifact;
using testing::TestBlob;

constexpr char kHelmConfig[] = "application/vnd.cncf.helm.config.v1+json";
constexpr char kHelmLayer[] = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
constexpr char kOpaPrefix[] = "application/vnd.cncf.openpolicyagent.";
constexpr char kModelConfig[] = "application/vnd.example.ml.model.config.v1+json";
constexpr char kEmptyConfig[] = "application/vnd.oci.empty.v1+json";
constexpr char kImageConfig[] = "application/vnd.oci.image.config.v1+json";
constexpr char kChartJson[] =
    R"({"name":"webapp","version":"1.2.3","apiVersion":"v2","keywords":["web"]})";
constexpr char kChartYaml[] =
    "apiVersion: v2\nname: webapp\nversion: 1.2.3\ndependencies:\n"
    "  - { name: redis, version: ~17.0.0, condition: redis.enabled }\n";

std::map<std::string, std::string> title(const char* name) {
  return {{"org.opencontainers.image.title", name}};
}

TestArtifact chart() {
  const std::string packed = testing::gzip(testing::tar({{"webapp/Chart.yaml", kChartYaml},
                                                         {"webapp/values.yaml", "replicas: 2\n"},
                                                         {"webapp/README.md", "# webapp\n"},
                                                         {"webapp/templates/cm.yaml", "{{ x }}"},
                                                         {"webapp/charts/r/values.yaml", "no"}}));
  return {.config = {kHelmConfig, kChartJson},
          .layers = {{"application/vnd.cncf.helm.chart.provenance.v1.prov", "-----BEGIN PGP"},
                     {kHelmLayer, packed}},
          .annotations = title("webapp")};
}

TestArtifact policies() {
  const std::string opa = kOpaPrefix;
  return {.config = {opa + "config.v1+json", "{}"},
          .layers = {{opa + "manifest.layer.v1+json", R"({"roots":["main"],"revision":"r1"})"},
                     {opa + "policy.layer.v1+rego", "package main", title("policy.rego")},
                     {opa + "data.layer.v1+json", R"({"allowed":[1]})", title("data.json")}}};
}

class ArtifactsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!RealRegistry::is_installed()) {
      GTEST_SKIP() << "docker-registry is not installed (Debian package docker-registry)";
    }
    registry_.emplace(data_ / "registry", Login::kNone);
  }

  std::string put(const TestArtifact& artifact, const std::string& tag = "v1") {
    return put_artifact(*registry_, "a/b", tag, artifact);
  }

  ProgramResult run(const std::string& tag, const std::string& options = "") const {
    return testing::run_program(PORTSIDE_PROGRAM " artifact " + registry_->host() + "/a/b:" + tag +
                                " --plain-http" + options);
  }

  /// What the program says of an artifact in JSON.
  json found(const TestArtifact& artifact) {
    put(artifact);
    return found("v1");
  }
  json found(const std::string& tag) {
    const ProgramResult result = run(tag, " --format json");
    EXPECT_EQ(result.code, 0) << result.output;
    return json::parse(result.output);
  }

  testing::TempFolder data_;
  std::optional<RealRegistry> registry_;
};

TEST_F(ArtifactsTest, AChart) {
  const std::string digest = put(chart());
  const json result = found("v1");
  EXPECT_EQ(result["artifact"]["type"], "CHART");
  EXPECT_EQ(result["artifact"]["digest"], digest);
  EXPECT_EQ(result["artifact"]["extra_attrs"], json::parse(kChartJson));
  EXPECT_EQ(result["artifact"]["annotations"], json(title("webapp")));
  EXPECT_EQ(result["additions"], json({"VALUES.YAML", "README.MD", "DEPENDENCIES"}));
  EXPECT_EQ(run("v1", " --addition values.yaml").output, "replicas: 2\n");
  EXPECT_EQ(run("v1", " --addition README.MD").output, "# webapp\n");
  EXPECT_EQ(run("v1", " --addition dependencies").output,
            R"([{"name":"redis","version":"~17.0.0","condition":"redis.enabled"}])");
  const json readme = json::parse(run("v1", " --addition readme.md -f json").output);
  EXPECT_EQ(readme["name"], "README.MD");
  EXPECT_EQ(readme["content_type"], "text/markdown; charset=utf-8");
  EXPECT_EQ(readme["encoding"], "utf-8");
  EXPECT_EQ(readme["content"], "# webapp\n");
  const ProgramResult table = run("v1");
  EXPECT_THAT(table.output, HasSubstr("type              CHART\n"));
  EXPECT_THAT(table.output, HasSubstr("additions         VALUES.YAML, README.MD, DEPENDENCIES\n"));
  EXPECT_THAT(table.output, HasSubstr("  name            webapp\n"));
}

TEST_F(ArtifactsTest, AnAdditionThatIsNotThereIsAnError) {
  put(chart());
  const ProgramResult result = run("v1", " --addition build_history");
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.output, HasSubstr("expected one of VALUES.YAML, README.MD, DEPENDENCIES"));
}

TEST_F(ArtifactsTest, PoliciesInLayersAndInABundle) {
  const json layered = found(policies());
  EXPECT_EQ(layered["artifact"]["type"], "OPENPOLICYAGENT");
  EXPECT_EQ(layered["artifact"]["extra_attrs"],
            json::parse(R"({"revision":"r1","roots":["main"],"policies":1,"data_files":1})"));
  EXPECT_EQ(run("v1", " --addition manifest").output, R"({"roots":["main"],"revision":"r1"})");
  const std::string bundle = testing::gzip(testing::tar(
      {{".manifest", R"({"revision":"r2"})"}, {"a.rego", "package a"}, {"README.md", "# Rules"}}));
  const json packed =
      found(TestArtifact{.config = {std::string(kOpaPrefix) + "config.v1+json", "{}"},
                         .layers = {{"application/vnd.oci.image.layer.v1.tar+gzip", bundle}}});
  EXPECT_EQ(packed["artifact"]["extra_attrs"],
            json::parse(R"({"revision":"r2","policies":1,"data_files":0})"));
  EXPECT_EQ(run("v1", " --addition readme.md").output, "# Rules");
}

TEST_F(ArtifactsTest, ABundleOfCnab) {
  const std::string bundle = R"({"name":"helloworld","version":"0.1.1"})";
  const std::string config =
      put({.config = {"application/vnd.cnab.config.v1+json", bundle}}, "config");
  const std::string image = put_image(*registry_, "a/b", "image", {});
  put_artifact_index(*registry_, "a/b", "v1",
                     {{image, 300, {{"io.cnab.manifest.type", "invocation"}}},
                      {config, 300, {{"io.cnab.manifest.type", "config"}}}},
                     {{"org.opencontainers.artifactType", "application/vnd.cnab.manifest.v1"}});
  const json result = found("v1");
  EXPECT_EQ(result["artifact"]["type"], "CNAB");
  EXPECT_EQ(result["artifact"]["extra_attrs"], json::parse(bundle));
  EXPECT_EQ(result["artifact"]["references"].size(), 2U);
  EXPECT_EQ(result["additions"], json::array());
}

TEST_F(ArtifactsTest, TypesThatNobodyKnows) {
  const json model = found(TestArtifact{
      .config = {kModelConfig,
                 R"({"accuracy":0.970,"parameters":123456789012345678901})",
                 {{"io.goharbor.artifact.v1alpha1.skip-list", "secret"}}},
      .layers = {
          {"image/png", "\x89PNG\r\n\x1a\n", {{"io.goharbor.artifact.v1alpha1.icon", ""}}}}});
  EXPECT_EQ(model["artifact"]["type"], "ML.MODEL");
  EXPECT_THAT(run("v1", " --format json").output,
              HasSubstr(R"("extra_attrs":{"accuracy":0.970,"parameters":123456789012345678901})"));
  EXPECT_THAT(model["artifact"]["icon"].get<std::string>(), HasSubstr("sha256:"));
  const auto type_of = [this](const TestArtifact& artifact) {
    const json result = found(artifact)["artifact"];
    EXPECT_EQ(result["extra_attrs"], nullptr);
    return result["type"].get<std::string>();
  };
  EXPECT_EQ(type_of({.config = {"application/vnd.wasm.config.v1+json", "{}"}}), "UNKNOWN");
  EXPECT_EQ(type_of({.config = {"application/vnd.unknown.config.v1+json", "{}"},
                     .layers = {{"text/plain", "hello", title("hi.txt")}}}),
            "UNKNOWN");
  EXPECT_EQ(
      type_of({.config = {kEmptyConfig, "{}"}, .artifact_type = "application/vnd.x.thing.v1"}),
      "UNKNOWN");
  EXPECT_EQ(type_of({.config = {kModelConfig, "[1]"}}), "ML.MODEL");
  EXPECT_EQ(type_of({.config = {kModelConfig, ""}}), "ML.MODEL");
}

TEST_F(ArtifactsTest, WhatAPluginUnderstands) {
  constexpr const char* kRocket = "application/vnd.acme.rocket.config.v1+json";
  put({.config = {kRocket, R"({"thrust":"9kN"})"}});
  EXPECT_EQ(found("v1")["artifact"]["type"], "ROCKET") << "as the media type says";
  EXPECT_EQ(found("v1")["additions"], json::array());
  const std::string config =
      data_.write("p.yaml", "processors: {minimal-processor: ['" + std::string(kRocket) + "']}\n");
  const std::string plugins =
      " --plugin-dir " PORTSIDE_PLUGIN_FOLDER " --trust-anchor " PORTSIDE_BUILD_DIR " -c " + config;
  const ProgramResult result = run("v1", " -f json" + plugins);
  ASSERT_EQ(result.code, 0) << result.output;
  EXPECT_EQ(json::parse(result.output)["additions"], json({"CONFIG.JSON"}));
  EXPECT_EQ(run("v1", " --addition config.json" + plugins).output, R"({"thrust":"9kN"})");
}

TEST_F(ArtifactsTest, AConfigOfAMegabyte) {
  json items = json::array();
  for (int i = 0; i < 10'000; ++i) items.push_back({{"i", i}, {"s", std::string(80, 'x')}});
  const json config = {{"items", items}};
  EXPECT_EQ(found(TestArtifact{.config = {kModelConfig, config.dump()}})["artifact"]["extra_attrs"],
            config);
}

TEST_F(ArtifactsTest, ImagesAndWhatIsSaidAboutThem) {
  const std::string image = put_image(*registry_, "a/b", "image", {});
  const json plain = found("image");
  EXPECT_EQ(plain["artifact"]["type"], "IMAGE");
  EXPECT_EQ(plain["artifact"]["extra_attrs"]["architecture"], "amd64");
  EXPECT_EQ(plain["additions"], json({"BUILD_HISTORY"}));
  EXPECT_EQ(run("image", " --addition build_history").output, "null");
  const std::string sbom = put({.config = {kEmptyConfig, "{}"},
                                .layers = {{"application/vnd.cyclonedx+json", "{}"}},
                                .artifact_type = "application/vnd.cyclonedx+json",
                                .subject = image},
                               "sbom");
  EXPECT_EQ(found("sbom")["artifact"]["artifact_type"], "application/vnd.cyclonedx+json");
  const std::string referrers = "sha256-" + image.substr(7);
  put_artifact_index(*registry_, "a/b", referrers, {{sbom, 300}});
  EXPECT_EQ(found(referrers)["artifact"]["type"], "IMAGE");
  put({.config = {kImageConfig, R"({"architecture":"","os":"","config":{}})"},
       .layers = {{"application/vnd.dev.cosign.simplesigning.v1+json", "{}"}}},
      referrers + ".sig");
  EXPECT_EQ(found(referrers + ".sig")["artifact"]["type"], "IMAGE");
  EXPECT_EQ(found(TestArtifact{.config = {kImageConfig, "{}"}})["artifact"]["extra_attrs"]["os"],
            "");
}

TEST_F(ArtifactsTest, InAFolderAsInTheRegistry) {
  const std::string digest = put(chart());
  const std::string folder = data_ / "layout";
  const ProgramResult copied =
      testing::run_program(PORTSIDE_PROGRAM " registry copy-out " + registry_->host() + "/a/b:v1 " +
                           folder + " --plain-http");
  ASSERT_EQ(copied.code, 0) << copied.output;
  const ProgramResult readme =
      testing::run_program(PORTSIDE_PROGRAM " artifact oci:" + folder + " --addition readme.md");
  EXPECT_EQ(readme.output, "# webapp\n");
  const ProgramResult table = testing::run_program(PORTSIDE_PROGRAM " artifact oci:" + folder);
  EXPECT_THAT(table.output, HasSubstr(digest));
}

TEST_F(ArtifactsTest, WithTheLoginOfTheConfiguration) {
  put(chart());
  registry_.reset();
  registry_.emplace(data_ / "registry", Login::kHtpasswd);
  EXPECT_EQ(run("v1").code, 1) << "nobody is logged in";
  const std::string password = data_.write("password", "alice-pw\n");
  const std::string config =
      data_.write("p.yaml", "registry: {url: 'http://" + registry_->host() +
                                "', user: alice, password: '${FILE:" + password + "}'}\n");
  const ProgramResult result =
      testing::run_program(PORTSIDE_PROGRAM " artifact a/b:v1 --addition README.MD -c " + config);
  EXPECT_EQ(result.code, 0);
  EXPECT_EQ(result.output, "# webapp\n");
}

}  // namespace
}  // namespace portside
