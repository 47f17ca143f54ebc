// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "captured_stderr.hpp"
#include "log/configured_sink.hpp"
#include "log/logger.hpp"

namespace portside::log {
namespace {

using nlohmann::json;
using std::string_literals::operator""s;

/// The lines that a sink writes for some records; each has to be JSON.
std::vector<json> lines_for(const std::vector<LogRecord>& records) {
  const portside::testing::CapturedStderr captured;
  const auto sink = make_stderr_sink({LogLevel::kDebug, LogFormat::kJson});
  for (const LogRecord& record : records) sink->write(record);
  std::vector<json> lines;
  std::istringstream stream(captured.text());
  for (std::string line; std::getline(stream, line);) lines.push_back(json::parse(line));
  return lines;
}

TEST(JsonLinesTest, HaveTimeLevelLoggerMessageAndFields) {
  const auto lines = lines_for(
      {{1'769'860'800'123, LogLevel::kWarning, "clair@eu", "slow", Json{R"({"seconds":12})"}},
       {951'782'400'007, LogLevel::kError, "portside", "no fields", {}}});
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0], json::parse(R"({"ts":"2026-01-31T12:00:00.123Z","level":"warning",
      "logger":"clair@eu","message":"slow","fields":{"seconds":12}})"));
  EXPECT_EQ(lines[1], json::parse(R"({"ts":"2000-02-29T00:00:00.007Z","level":"error",
      "logger":"portside","message":"no fields"})"));
}

TEST(JsonLinesTest, AreJsonWhateverTheyHold) {
  for (const std::string& text :
       {"\"quotes\" and \\ and /"s, "two\nlines\r\t"s, "zero\0byte"s, "\x1b[2J\x7f"s, "%v {} %n"s,
        "Größe \u20ac \U0001f6a2"s, ""s, std::string(100'000, 'x')}) {
    const auto lines = lines_for({{0, LogLevel::kInfo, text, text, {}}});
    ASSERT_EQ(lines.size(), 1U) << text;
    EXPECT_EQ(lines[0]["message"], text);
    EXPECT_EQ(lines[0]["logger"], text);
  }
}

TEST(JsonLinesTest, BytesThatAreNotUtf8AreReplaced) {
  const auto lines = lines_for({{0, LogLevel::kInfo, "x", "a\xff z"s, {}}});
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0]["message"], "a\ufffd z");
}

TEST(JsonLinesTest, FieldsThatAreNoObjectAreLeftOut) {
  for (const std::string& fields : {"[1]"s, "{}\nforged"s, "{"s, "}"s, "1"s}) {
    const auto lines = lines_for({{0, LogLevel::kInfo, "x", "m", Json{fields}}});
    ASSERT_EQ(lines.size(), 1U) << fields;
    EXPECT_FALSE(lines[0].contains("fields")) << fields;
  }
}

TEST(JsonLinesTest, TakeWhatALoggerHandsOn) {
  const portside::testing::CapturedStderr captured;
  const Logger logger(make_stderr_sink({LogLevel::kInfo, LogFormat::kJson}), "portside");
  logger.write(LogLevel::kInfo, "two\nlines", Json{"{\n\"k\":\"\x7f\"}"});
  logger.debug("not written");
  const json line = json::parse(captured.text());
  EXPECT_EQ(line["message"], "two\\nlines");
  EXPECT_EQ(line["fields"]["k"], "\x7f");
}

}  // namespace
}  // namespace portside::log
