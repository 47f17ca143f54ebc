// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "captured_stderr.hpp"
#include "log/configured_sink.hpp"
#include "log/logger.hpp"

namespace portside::log {
namespace {

using portside::testing::CapturedStderr;

LogOptions text(LogLevel level) {
  return {level, LogFormat::kText};
}

LogRecord record(Millis time, LogLevel level, const std::string& message,
                 const std::string& fields = "") {
  return {time, level, "clair@eu", message, Json{fields}};
}

TEST(StderrSinkTest, WritesTimeLevelNameMessageAndFields) {
  const CapturedStderr captured;
  const auto sink = make_stderr_sink(text(LogLevel::kDebug));
  sink->write(record(1'769'860'800'123, LogLevel::kWarning, "message", R"({"field":1})"));
  sink->write(record(1'769'860'801'000, LogLevel::kDebug, "no fields"));
  sink->write(record(1'769'860'800'000, LogLevel::kInfo, "not {} a %v pattern"));
  sink->write(record(951'782'400'007, LogLevel::kError, "leap day"));
  EXPECT_EQ(captured.text(),
            "2026-01-31T12:00:00.123Z warning clair@eu message {\"field\":1}\n"
            "2026-01-31T12:00:01.000Z debug clair@eu no fields\n"
            "2026-01-31T12:00:00.000Z info clair@eu not {} a %v pattern\n"
            "2000-02-29T00:00:00.007Z error clair@eu leap day\n");
}

TEST(StderrSinkTest, WritesNothingBelowItsLevel) {
  const LogLevel levels[] = {LogLevel::kDebug, LogLevel::kInfo, LogLevel::kWarning,
                             LogLevel::kError};
  for (const LogLevel lowest : levels) {
    const CapturedStderr captured;
    const auto sink = make_stderr_sink(text(lowest));
    for (const LogLevel level : levels) sink->write(record(1'769'860'800'000, level, "m"));
    const std::string text = captured.text();
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 4 - static_cast<int>(lowest)) << text;
  }
}

TEST(StderrSinkTest, TakesALevelThatItDoesNotKnowForAnError) {
  const CapturedStderr captured;
  make_stderr_sink(text(LogLevel::kError))
      ->write(record(1'769'860'800'000, static_cast<LogLevel>(77), "m"));
  EXPECT_EQ(captured.text(), "2026-01-31T12:00:00.000Z error clair@eu m\n");
}

TEST(StderrSinkTest, ServesALogger) {
  const CapturedStderr captured;
  Logger(make_stderr_sink(text(LogLevel::kInfo)), "portside").info("two\nlines");
  EXPECT_THAT(captured.text(),
              ::testing::MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"
                                      "[.][0-9]{3}Z info portside two\\\\nlines\n"));
}

TEST(StderrSinkTest, ThreadsDoNotMixTheirLines) {
  const CapturedStderr captured;
  const auto sink = make_stderr_sink(text(LogLevel::kInfo));
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&sink] {
      for (int line = 0; line < 200; ++line) {
        sink->write(record(1'769'860'800'000, LogLevel::kInfo, std::string(100, 'x')));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();

  const std::string expected = "2026-01-31T12:00:00.000Z info clair@eu " + std::string(100, 'x');
  std::istringstream lines(captured.text());
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) EXPECT_EQ(line, expected);
  EXPECT_EQ(count, 800);
}

TEST(StderrSinkTest, ChangesLevelAndFormatWhileItIsUsed) {
  const CapturedStderr captured;
  const auto sink = make_stderr_sink(text(LogLevel::kError));
  sink->write(record(1'769'860'800'000, LogLevel::kInfo, "one"));
  sink->set({LogLevel::kInfo, LogFormat::kText});
  sink->write(record(1'769'860'800'000, LogLevel::kInfo, "two"));
  sink->set({LogLevel::kInfo, LogFormat::kJson});
  sink->write(record(1'769'860'800'000, LogLevel::kInfo, "three"));
  sink->set(text(LogLevel::kWarning));
  sink->write(record(1'769'860'800'000, LogLevel::kInfo, "four"));
  sink->write(record(1'769'860'800'000, LogLevel::kError, "five"));
  EXPECT_EQ(captured.text(),
            "2026-01-31T12:00:00.000Z info clair@eu two\n"
            R"({"ts":"2026-01-31T12:00:00.000Z","level":"info","logger":"clair@eu",)"
            R"("message":"three"})"
            "\n2026-01-31T12:00:00.000Z error clair@eu five\n");
}

TEST(StderrSinkTest, LinesAreWholeWhileItIsChanged) {
  const CapturedStderr captured;
  const auto sink = make_stderr_sink(text(LogLevel::kInfo));
  std::thread changer([&sink] {
    for (int i = 0; i < 200; ++i) {
      sink->set({LogLevel::kInfo, i % 2 == 0 ? LogFormat::kJson : LogFormat::kText});
    }
  });
  for (int i = 0; i < 200; ++i) sink->write(record(1'769'860'800'000, LogLevel::kInfo, "m"));
  changer.join();
  std::istringstream lines(captured.text());
  for (std::string line; std::getline(lines, line);) {
    EXPECT_TRUE(line == "2026-01-31T12:00:00.000Z info clair@eu m" ||
                line == R"({"ts":"2026-01-31T12:00:00.000Z","level":"info",)"
                        R"("logger":"clair@eu","message":"m"})")
        << line;
  }
}

TEST(StderrSinkTest, SurvivesAClosedStandardError) {
  const CapturedStderr restores;
  ::close(STDERR_FILENO);
  make_stderr_sink(text(LogLevel::kInfo))
      ->write(record(1'769'860'800'000, LogLevel::kError, "nobody hears"));
  SUCCEED();
}

}  // namespace
}  // namespace portside::log
