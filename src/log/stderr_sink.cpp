// SPDX-License-Identifier: Apache-2.0
#include <spdlog/details/log_msg.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <chrono>
#include <memory>
#include <string>

#include "log/logger.hpp"

namespace portside::log {
namespace {

spdlog::level::level_enum to_spdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug: return spdlog::level::debug;
    case LogLevel::kInfo: return spdlog::level::info;
    case LogLevel::kWarning: return spdlog::level::warn;
    case LogLevel::kError: break;
  }
  return spdlog::level::err;
}

/// Uses spdlog's sink without its loggers: those would be found in a registry that the host may use
/// for itself, and they keep their own time and name.
class StderrSink final : public LogSink {
 public:
  explicit StderrSink(LogLevel level) : level_(level) {
    sink_.set_formatter(std::make_unique<spdlog::pattern_formatter>(
        "%Y-%m-%dT%H:%M:%S.%eZ %l %n %v", spdlog::pattern_time_type::utc, "\n"));
  }

  void write(const LogRecord& record) noexcept override {
    if (record.level < level_) return;
    try {
      std::string text = record.message;
      if (!record.fields.absent()) text += ' ' + record.fields.text;
      const std::chrono::system_clock::time_point time{std::chrono::milliseconds(record.time)};
      sink_.log(spdlog::details::log_msg(time, {}, record.logger, to_spdlog(record.level), text));
    } catch (...) {
      // There is nowhere to report it to.
    }
  }

 private:
  const LogLevel level_;
  spdlog::sinks::stderr_sink_mt sink_;
};

}  // namespace

std::shared_ptr<LogSink> make_stderr_sink(LogLevel level) {
  return std::make_shared<StderrSink>(level);
}

}  // namespace portside::log
