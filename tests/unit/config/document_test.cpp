// SPDX-License-Identifier: Apache-2.0
#include "config/document.hpp"

#include <gtest/gtest.h>

namespace portside::config {
namespace {

TEST(DocumentTest, KeepsWhatIsGoodBesideWhatIsWrong) {
  Document document(R"(
plugins: {dirs: [/good, relative], files: {good: /x.so, Bad: /y.so, other: z.so}}
trust: {anchors: [nowhere]}
scanner: "a b"
adapters: {a: {k: 1}, B: {}}
processors: {p: [x/y, 5]}
)",
                    ConfigFormat::kYaml, "f", {});
  EXPECT_EQ(document.mistakes().all().size(), 7U);
  const Config& config = document.config();
  EXPECT_EQ(config.plugins.dirs, std::vector<std::string>{"/good"});
  EXPECT_EQ(config.plugins.files.size(), 1U);
  EXPECT_TRUE(config.trust.anchors.empty());
  EXPECT_EQ(config.scanner, "");
  EXPECT_EQ(config.adapters.size(), 1U);
  EXPECT_EQ(config.processors.at("p"), std::vector<std::string>{"x/y"});
}

TEST(DocumentTest, WhatCannotBeReadIsOneMistake) {
  Document document("{", ConfigFormat::kJson, "f", {});
  EXPECT_EQ(document.mistakes().all().size(), 1U);
  EXPECT_EQ(document.tree().kind, ValueKind::kNull);
  EXPECT_TRUE(document.config().adapters.empty());
}

TEST(DocumentTest, FormatsAreToldByTheName) {
  EXPECT_EQ(format_of("/a.json"), ConfigFormat::kJson);
  EXPECT_EQ(format_of("/a.yaml"), ConfigFormat::kYaml);
  EXPECT_EQ(format_of("/json"), ConfigFormat::kYaml);
}

}  // namespace
}  // namespace portside::config
