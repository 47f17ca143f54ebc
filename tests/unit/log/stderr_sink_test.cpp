// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "log/logger.hpp"
#include "temp_folder.hpp"

namespace portside::log {
namespace {

/// Sends standard error to a file while it lives.
class CapturedStderr {
 public:
  CapturedStderr() : file_(folder_ / "stderr"), saved_(::dup(STDERR_FILENO)) {
    const int fd = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    ::dup2(fd, STDERR_FILENO);
    ::close(fd);
  }
  ~CapturedStderr() {
    ::dup2(saved_, STDERR_FILENO);
    ::close(saved_);
  }
  CapturedStderr(const CapturedStderr&) = delete;
  CapturedStderr& operator=(const CapturedStderr&) = delete;

  std::string text() const {
    std::ifstream stream(file_);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

 private:
  portside::testing::TempFolder folder_;
  std::string file_;
  int saved_;
};

LogRecord record(Millis time, LogLevel level, const std::string& message,
                 const std::string& fields = "") {
  return {time, level, "clair@eu", message, Json{fields}};
}

TEST(StderrSinkTest, WritesTimeLevelNameMessageAndFields) {
  const CapturedStderr captured;
  const auto sink = make_stderr_sink(LogLevel::kDebug);
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
    const auto sink = make_stderr_sink(lowest);
    for (const LogLevel level : levels) sink->write(record(1'769'860'800'000, level, "m"));
    const std::string text = captured.text();
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 4 - static_cast<int>(lowest)) << text;
  }
}

TEST(StderrSinkTest, TakesALevelThatItDoesNotKnowForAnError) {
  const CapturedStderr captured;
  make_stderr_sink(LogLevel::kError)
      ->write(record(1'769'860'800'000, static_cast<LogLevel>(77), "m"));
  EXPECT_EQ(captured.text(), "2026-01-31T12:00:00.000Z error clair@eu m\n");
}

TEST(StderrSinkTest, ServesALogger) {
  const CapturedStderr captured;
  Logger(make_stderr_sink(LogLevel::kInfo), "portside").info("two\nlines");
  EXPECT_THAT(captured.text(),
              ::testing::MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"
                                      "[.][0-9]{3}Z info portside two\\\\nlines\n"));
}

TEST(StderrSinkTest, ThreadsDoNotMixTheirLines) {
  const CapturedStderr captured;
  const auto sink = make_stderr_sink(LogLevel::kInfo);
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

TEST(StderrSinkTest, SurvivesAClosedStandardError) {
  const CapturedStderr restores;
  ::close(STDERR_FILENO);
  make_stderr_sink(LogLevel::kInfo)
      ->write(record(1'769'860'800'000, LogLevel::kError, "nobody hears"));
  SUCCEED();
}

}  // namespace
}  // namespace portside::log
