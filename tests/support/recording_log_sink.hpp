// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "portside/host/log_sink.hpp"

namespace portside::testing {

/// Keeps all records. Thread-safe.
class RecordingLogSink final : public LogSink {
 public:
  void write(const LogRecord& record) noexcept override {
    const std::lock_guard lock(mutex_);
    records_.push_back(record);
  }

  std::vector<LogRecord> records() const {
    const std::lock_guard lock(mutex_);
    return records_;
  }

  /// All messages, one a line.
  std::string text() const {
    std::string lines;
    for (const LogRecord& record : records()) lines += record.message + '\n';
    return lines;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<LogRecord> records_;
};

}  // namespace portside::testing
