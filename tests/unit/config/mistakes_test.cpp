// SPDX-License-Identifier: Apache-2.0
#include "config/mistakes.hpp"

#include <gtest/gtest.h>

#include <string>

#include "portside/api/error.hpp"

namespace portside::config {
namespace {

std::string only_mistake(ConfigFormat format, const Path& path, int line) {
  Mistakes mistakes("file", format);
  mistakes.add(path, line, "wrong");
  try {
    mistakes.throw_if_any();
  } catch (const AdapterError& error) {
    return error.message;
  }
  return "nothing was thrown";
}

TEST(Mistakes, WritesYamlPlacesWithLinesAndDots) {
  const auto yaml = ConfigFormat::kYaml;
  EXPECT_EQ(only_mistake(yaml, {"plugins", "dirs", std::size_t{1}}, 3),
            "file:3: plugins.dirs[1]: wrong");
  EXPECT_EQ(only_mistake(yaml, {"adapters", "clair@eu", "a.b"}, 3),
            "file:3: adapters.clair@eu.\"a.b\": wrong");
  EXPECT_EQ(only_mistake(yaml, {std::size_t{0}}, 1), "file:1: [0]: wrong");
  EXPECT_EQ(only_mistake(yaml, {"", "x"}, 1), "file:1: \"\".x: wrong");
  EXPECT_EQ(only_mistake(yaml, {}, 0), "file: wrong");
}

TEST(Mistakes, WritesJsonPlacesAsPointers) {
  const auto json = ConfigFormat::kJson;
  EXPECT_EQ(only_mistake(json, {"plugins", "dirs", std::size_t{1}}, 0),
            "file: /plugins/dirs/1: wrong");
  EXPECT_EQ(only_mistake(json, {"a/b", "c~d", ""}, 0), "file: /a~1b/c~0d/: wrong");
  EXPECT_EQ(only_mistake(json, {}, 7), "file:7: wrong");
}

TEST(Mistakes, ThrowsNothingWithoutAny) {
  EXPECT_NO_THROW(Mistakes("file", ConfigFormat::kYaml).throw_if_any());
}

TEST(Mistakes, AreInOrderOfTheLines) {
  Mistakes mistakes("file", ConfigFormat::kYaml);
  for (const int line : {7, 3, 0, 7}) mistakes.add({"k"}, line, std::to_string(line));
  std::string order;
  for (const Mistake& each : mistakes.all()) order += mistakes.line_of(each) + '|';
  EXPECT_EQ(order, "file: k: 0|file:3: k: 3|file:7: k: 7|file:7: k: 7|");
  EXPECT_EQ(mistakes.all()[1].place, "k");
  EXPECT_EQ(mistakes.all()[1].sentence, "3");
}

TEST(Mistakes, EndsAfterAHundred) {
  Mistakes mistakes("file", ConfigFormat::kYaml);
  for (int i = 1; i <= 100; ++i) mistakes.add({}, i, "wrong");
  for (const int line : {101, 1}) EXPECT_THROW(mistakes.add({}, line, "wrong"), StopReading);
  EXPECT_EQ(mistakes.all().size(), 100U);
  EXPECT_TRUE(mistakes.more());
  try {
    mistakes.throw_if_any();
    FAIL();
  } catch (const AdapterError& error) {
    EXPECT_EQ(error.message, "file:1: wrong");
    EXPECT_NE(error.detail.find("\nfile:100: wrong\nfile: there are more mistakes"),
              std::string::npos);
    EXPECT_EQ(error.detail.find("file:101"), std::string::npos);
  }
}

}  // namespace
}  // namespace portside::config
