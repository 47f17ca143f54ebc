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

TEST(Mistakes, EndsAfterAHundred) {
  Mistakes mistakes("file", ConfigFormat::kYaml);
  for (int i = 1; i <= 100; ++i) mistakes.add({}, i, "wrong");
  EXPECT_THROW(mistakes.add({}, 101, "wrong"), StopReading);
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

TEST(Shortened, ShowsControlCharactersAsEscapes) {
  EXPECT_EQ(shortened("a\nb\x1b[31m\x7f"), "a\\u000ab\\u001b[31m\\u007f");
  EXPECT_EQ(shortened("\xC2\x85|\xC2\x9B|\xC2\xA0"), "\\u0085|\\u009b|\xC2\xA0");
  EXPECT_EQ(shortened(std::string("\0", 1)), "\\u0000");
}

TEST(Shortened, CutsLongTextBetweenCharacters) {
  EXPECT_EQ(shortened(std::string(80, 'x')), std::string(80, 'x'));
  EXPECT_EQ(shortened(std::string(81, 'x')), std::string(80, 'x') + "...");
  EXPECT_EQ(shortened(std::string(79, 'x') + "éé"), std::string(79, 'x') + "...");
  EXPECT_EQ(quoted("x"), "\"x\"");
}

}  // namespace
}  // namespace portside::config
