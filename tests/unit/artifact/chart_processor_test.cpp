// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "artifact_fixture.hpp"
#include "error_of.hpp"
#include "packed.hpp"
#include "tar_builder.hpp"

namespace portside {
namespace {

using testing::code_of;
using ::testing::ElementsAre;
using testing::error_of;
using ::testing::HasSubstr;

constexpr char kChartConfig[] = "application/vnd.cncf.helm.config.v1+json";
constexpr char kChartLayer[] = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
constexpr char kProvenance[] = "application/vnd.cncf.helm.chart.provenance.v1.prov";
constexpr char kChartYaml[] =
    "apiVersion: v2\nname: webapp\nversion: 1.2.3\ndependencies:\n"
    "  - { name: redis, version: ~17.0.0, repository: \"https://c.example\", tags: [a, b] }\n";

testing::TarBuilder chart_tar() {
  testing::TarBuilder tar;
  tar.directory("webapp/")
      .file("webapp/Chart.yaml", kChartYaml)
      .file("webapp/charts/redis/values.yaml", "of: redis\n")
      .file("webapp/charts/redis/README.md", "redis")
      .file("webapp/values.yaml", "replicas: 2\n")
      .file("webapp/README.md", "# webapp\n");
  return tar;
}

class ChartProcessorTest : public testing::ArtifactTest {
 protected:
  std::string chart(const std::string& packed) {
    return manifest(blob(kChartConfig, R"({"name":"webapp","version":"1.2.3"})"),
                    {blob(kChartLayer, packed)});
  }
  std::string chart(const testing::TarBuilder& tar) { return chart(testing::gzip(tar.finish())); }
};

TEST_F(ChartProcessorTest, ItsConfigIsItsAttributes) {
  const Artifact found = artifact(chart(chart_tar()));
  EXPECT_EQ(found.type, "CHART");
  EXPECT_EQ(found.extra_attrs.text, R"({"name":"webapp","version":"1.2.3"})");
  EXPECT_THAT(service_.addition_types(found, context_),
              ElementsAre("VALUES.YAML", "README.MD", "DEPENDENCIES"));
}

TEST_F(ChartProcessorTest, AConfigThatIsNoneIsNoMistake) {
  for (const char* config : {"", "[]", "x"}) {
    const Artifact found = artifact(manifest(blob(kChartConfig, config), {}));
    EXPECT_EQ(found.type, "CHART") << config;
    EXPECT_TRUE(found.extra_attrs.absent()) << config;
  }
}

TEST_F(ChartProcessorTest, AdditionsAreTheFilesOfTheChartItself) {
  const std::string pushed_chart = chart(chart_tar());
  const Addition values = addition(pushed_chart, "values.yaml");
  EXPECT_EQ(values.content, "replicas: 2\n");
  EXPECT_EQ(values.content_type, "text/plain; charset=utf-8");
  const Addition readme = addition(pushed_chart, "Readme.md");
  EXPECT_EQ(readme.content, "# webapp\n");
  EXPECT_EQ(readme.content_type, "text/markdown; charset=utf-8");
  const Addition dependencies = addition(pushed_chart, "DEPENDENCIES");
  EXPECT_EQ(dependencies.content,
            R"([{"name":"redis","version":"~17.0.0","repository":"https://c.example",)"
            R"("tags":["a","b"]}])");
  EXPECT_EQ(dependencies.content_type, "application/json; charset=utf-8");
}

TEST_F(ChartProcessorTest, ALayerOfProvenanceMayComeFirst) {
  const json provenance = blob(kProvenance, "-----BEGIN PGP SIGNED MESSAGE-----\n");
  const json content = blob(kChartLayer, testing::gzip(chart_tar().finish()));
  const json config = blob(kChartConfig, "{}");
  EXPECT_EQ(addition(manifest(config, {provenance, content}), "README.MD").content, "# webapp\n");
  EXPECT_EQ(addition(manifest(config, {content, provenance}), "README.MD").content, "# webapp\n");
  EXPECT_EQ(addition(manifest(config, {provenance}), "README.MD").content, "");
  json early = content;
  early["mediaType"] = "application/tar+gzip";
  EXPECT_EQ(addition(manifest(config, {provenance, early}), "README.MD").content, "# webapp\n");
}

TEST_F(ChartProcessorTest, DependenciesOfOldChartsStandInAFileOfTheirOwn) {
  testing::TarBuilder tar;
  tar.file("old/requirements.yaml", "dependencies:\n- name: mysql\n  version: 1.0.0\n")
      .file("old/Chart.yaml", "apiVersion: v1\nname: old\n");
  EXPECT_EQ(addition(chart(tar), "DEPENDENCIES").content,
            R"([{"name":"mysql","version":"1.0.0"}])");
}

TEST_F(ChartProcessorTest, WhatIsMissingIsEmpty) {
  testing::TarBuilder tar;
  tar.file("webapp/templates/x.yaml", "a");
  const std::string bare = chart(tar);
  for (const char* name : {"VALUES.YAML", "README.MD", "DEPENDENCIES"}) {
    EXPECT_EQ(addition(bare, name).content, "") << name;
  }
  EXPECT_EQ(addition(manifest(blob(kChartConfig, "{}"), {}), "VALUES.YAML").content, "");
  EXPECT_EQ(addition(chart(std::string()), "VALUES.YAML").content, "");
}

TEST_F(ChartProcessorTest, DamagedArchivesAreRefused) {
  const std::string packed = testing::gzip(chart_tar().finish());
  for (const std::string& damaged : {packed.substr(0, packed.size() / 2), std::string(2'000, 'x'),
                                     std::string("\x1f\x8b\x08")}) {
    EXPECT_EQ(code_of([&] { addition(chart(damaged), "README.MD"); }), ErrorCode::kMalformedData);
  }
}

// A bomb: 101 MiB of zeros in 100 KiB.
TEST_F(ChartProcessorTest, BombsAreRefused) {
  testing::TarBuilder tar;
  tar.file("webapp/big", std::string(101U << 20U, '\0'));
  const std::string bomb = chart(tar);
  EXPECT_EQ(code_of([&] { addition(bomb, "README.MD"); }), ErrorCode::kTooLarge);
  json large = blob(kChartLayer, "x");
  large["size"] = (100U << 20U) + 1;
  EXPECT_EQ(code_of([&] { addition(manifest(blob(kChartConfig, "{}"), {large}), "README.MD"); }),
            ErrorCode::kTooLarge);
}

TEST_F(ChartProcessorTest, AFileThatIsTooLargeIsNamed) {
  testing::TarBuilder tar;
  tar.file("webapp/values.yaml", std::string((4U << 20U) + 1, '#')).file("webapp/README.md", "r");
  const std::string large = chart(tar);
  const AdapterError error = error_of([&] { addition(large, "VALUES.YAML"); });
  EXPECT_EQ(error.code, ErrorCode::kTooLarge);
  EXPECT_THAT(error.message, HasSubstr("webapp/values.yaml"));
  EXPECT_EQ(addition(large, "README.MD").content, "r") << "the others can be read";
}

TEST_F(ChartProcessorTest, YamlThatIsNotReadIsExplained) {
  testing::TarBuilder tar;
  tar.file("a/Chart.yaml", "apiVersion: v2\nx: &anchor 1\ny: *anchor\n");
  const AdapterError error = error_of([&] { addition(chart(tar), "DEPENDENCIES"); });
  EXPECT_EQ(error.code, ErrorCode::kMalformedData);
  EXPECT_THAT(error.message, HasSubstr("the chart's Chart.yaml:2"));
  EXPECT_THAT(error.message, HasSubstr("found an anchor"));
}

TEST_F(ChartProcessorTest, DigestsCountBeforeDamage) {
  const std::string packed = testing::gzip(chart_tar().finish());
  const std::string pushed_chart = chart(packed);
  const Artifact found = artifact(pushed_chart);
  registry_.break_after(packed.size() / 2);
  EXPECT_EQ(code_of([&] { addition(found, "README.MD"); }), ErrorCode::kIntegrity);
}

}  // namespace
}  // namespace portside
