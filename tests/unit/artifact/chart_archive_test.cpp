// SPDX-License-Identifier: Apache-2.0
#include "artifact/chart_archive.hpp"

#include <gtest/gtest.h>

#include "error_of.hpp"

namespace portside::artifact {
namespace {

TEST(ChartFilesTest, BelongToTheFirstFolder) {
  ChartFiles files({"values.yaml", "readme.md"});
  EXPECT_EQ(files.place_for("Chart.yaml", 1), nullptr) << "in no folder";
  std::string* const values = files.place_for("web/VALUES.yaml", 1);
  ASSERT_NE(values, nullptr);
  *values = "v";
  EXPECT_EQ(files.content("values.yaml"), "v");
  EXPECT_EQ(files.place_for("other/values.yaml", 1), nullptr);
  EXPECT_EQ(files.place_for("web/charts/x/values.yaml", 1), nullptr);
  EXPECT_EQ(files.place_for("web/templates/values.yaml", 1), nullptr);
  EXPECT_EQ(files.place_for("web/Chart.yaml", 1), nullptr) << "not wanted";
  EXPECT_EQ(files.place_for("web//values.yaml", 1), nullptr);
  EXPECT_EQ(files.place_for("web/../values.yaml", 1), nullptr);
  EXPECT_NE(files.place_for("web/Readme.MD", 1), nullptr);
  EXPECT_EQ(files.content("readme.md"), "");
}

TEST(ChartDependencies, AreThoseOfTheChartsForm) {
  EXPECT_EQ(chart_dependencies("", "dependencies: [{name: a}]"), "");
  EXPECT_EQ(chart_dependencies("apiVersion: v2", "dependencies: [{name: a}]"), "[]");
  EXPECT_EQ(chart_dependencies("apiVersion: v1", "dependencies: [{name: a}]"), R"([{"name":"a"}])");
  EXPECT_EQ(chart_dependencies("apiVersion: v1\ndependencies: [{name: b}]", ""), "[]");
  EXPECT_EQ(chart_dependencies("apiVersion: v2\ndependencies: [{name: b}]", ""),
            R"([{"name":"b"}])");
  EXPECT_EQ(chart_dependencies("name: a", "dependencies: [{name: b}]"), R"([{"name":"b"}])")
      << "Helm 2 did not ask for a version";
  EXPECT_EQ(chart_dependencies("apiVersion: v2\ndependencies: {a: b}", ""), "[]");
  EXPECT_EQ(chart_dependencies("- a\n- b", ""), "[]");
}

TEST(ChartDependencies, KeepTheirDigits) {
  EXPECT_EQ(chart_dependencies("", "dependencies: []"), "");
  const char* const requirements =
      "dependencies: [{name: 7, version: 1.10, big: 12345678901234567890123, enabled: true}]";
  EXPECT_EQ(chart_dependencies("apiVersion: v1", requirements),
            R"([{"name":"7","version":"1.10","big":12345678901234567890123,"enabled":true}])");
}

TEST(ChartDependencies, OfNoYamlAreMistakes) {
  for (const char* yaml : {"a: [", "\xff", "a: b\na: c", "{", "a: !x 1", "---\n---\n"}) {
    EXPECT_EQ(testing::code_of([&] { chart_dependencies(yaml, ""); }), ErrorCode::kMalformedData)
        << yaml;
  }
  EXPECT_EQ(testing::code_of([] { chart_dependencies("apiVersion: v1", "a: ["); }),
            ErrorCode::kMalformedData);
}

}  // namespace
}  // namespace portside::artifact
