// SPDX-License-Identifier: Apache-2.0
#include "log/logger.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "recording_log_sink.hpp"

namespace portside::log {
namespace {

using ::testing::EndsWith;
using ::testing::StartsWith;

class LoggerTest : public ::testing::Test {
 protected:
  LogRecord last() const {
    const auto records = sink_->records();
    return records.empty() ? LogRecord{} : records.back();
  }

  std::shared_ptr<portside::testing::RecordingLogSink> sink_ =
      std::make_shared<portside::testing::RecordingLogSink>();
  Logger logger_{sink_, "clair@eu"};
};

Millis system_time() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

TEST_F(LoggerTest, HandsOverWholeRecords) {
  const Millis before = system_time();
  logger_.write(LogLevel::kWarning, "the indexer is slow", Json{R"({"seconds":12})"});
  const Millis after = system_time();

  ASSERT_EQ(sink_->records().size(), 1U);
  EXPECT_EQ(last().level, LogLevel::kWarning);
  EXPECT_EQ(last().logger, "clair@eu");
  EXPECT_EQ(last().message, "the indexer is slow");
  EXPECT_EQ(last().fields.text, R"({"seconds":12})");
  EXPECT_GE(last().time, before);
  EXPECT_LE(last().time, after);
}

TEST_F(LoggerTest, HasAFunctionForEachLevel) {
  logger_.debug("d");
  logger_.info("i");
  logger_.warning("w");
  logger_.error("e");
  std::string seen;
  for (const LogRecord& record : sink_->records()) {
    seen += record.message + std::to_string(static_cast<int>(record.level));
    EXPECT_TRUE(record.fields.absent());
  }
  EXPECT_EQ(seen, "d0i1w2e3");
}

TEST_F(LoggerTest, NamedWritesToTheSameSink) {
  const Logger other = logger_.named("portside");
  other.info("one");
  EXPECT_EQ(last().logger, "portside");
  logger_.info("two");
  EXPECT_EQ(last().logger, "clair@eu");
}

TEST_F(LoggerTest, KeepsMessagesOnOneLine) {
  logger_.info("fine\n2026-01-31T12:00:00.123Z error portside forged");
  EXPECT_EQ(last().message, "fine\\n2026-01-31T12:00:00.123Z error portside forged");
}

TEST_F(LoggerTest, CutsMessagesAtTheLimit) {
  logger_.info(std::string(kMaxTextBytes, 'x'));
  EXPECT_EQ(last().message, std::string(kMaxTextBytes, 'x'));
  logger_.info(std::string(kMaxTextBytes + 1, 'x'));
  EXPECT_THAT(last().message, StartsWith(std::string(kMaxTextBytes, 'x')));
  EXPECT_THAT(last().message, EndsWith("x [cut after 16384 of 16385 bytes]"));
}

TEST_F(LoggerTest, KeepsFieldsOnOneLine) {
  logger_.write(LogLevel::kInfo, "m", Json{"{\n\"a\":1}"});
  EXPECT_EQ(last().fields.text, "{ \"a\":1}");
}

TEST_F(LoggerTest, LeavesBadFieldsOutAndSaysSo) {
  const std::string too_long = "{\"a\":\"" + std::string(kMaxTextBytes, 'x') + "\"}";
  for (const std::string& text : {std::string("{}\nforged"), std::string("[1]"), too_long}) {
    logger_.write(LogLevel::kInfo, "message", Json{text});
    EXPECT_TRUE(last().fields.absent());
    EXPECT_EQ(last().message,
              "message [fields left out: not a JSON object of at most 16384 bytes]");
  }
}

TEST_F(LoggerTest, WithoutASinkNothingHappens) {
  const Logger silent(nullptr, "portside");
  silent.error("nobody hears");
  silent.named("other").write(LogLevel::kError, "nobody hears", Json{"{}"});
  EXPECT_TRUE(sink_->records().empty());
}

TEST_F(LoggerTest, ThreadsShareASink) {
  constexpr int kThreads = 4;
  constexpr int kLines = 200;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([logger = logger_.named("t" + std::to_string(i))] {
      for (int line = 0; line < kLines; ++line) logger.info("line\n");
    });
  }
  for (std::thread& thread : threads) thread.join();

  std::map<std::string, int> count;
  for (const LogRecord& record : sink_->records()) {
    EXPECT_EQ(record.message, "line\\n");
    ++count[record.logger];
  }
  EXPECT_EQ(count, (std::map<std::string, int>{
                       {"t0", kLines}, {"t1", kLines}, {"t2", kLines}, {"t3", kLines}}));
}

}  // namespace
}  // namespace portside::log
