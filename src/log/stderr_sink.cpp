// SPDX-License-Identifier: Apache-2.0
#include <spdlog/details/log_msg.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>

#include "log/configured_sink.hpp"
#include "log/log_text.hpp"
#include "log/logger.hpp"

namespace portside::log {
namespace {

/// `%v` is what text_of() or members_of() makes of a record.
constexpr const char* kTextPattern = "%Y-%m-%dT%H:%M:%S.%eZ %l %n %v";
constexpr const char* kJsonPattern = R"({"ts":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})";

spdlog::level::level_enum to_spdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug: return spdlog::level::debug;
    case LogLevel::kInfo: return spdlog::level::info;
    case LogLevel::kWarning: return spdlog::level::warn;
    case LogLevel::kError: break;
  }
  return spdlog::level::err;
}

std::string text_of(const LogRecord& record) {
  if (record.fields.absent()) return record.message;
  return record.message + ' ' + record.fields.text;
}

/// Bytes that are not UTF-8 are replaced.
std::string json_string(const std::string& text) {
  using nlohmann::json;
  return json(text).dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string members_of(const LogRecord& record) {
  std::string members =
      "\"logger\":" + json_string(record.logger) + ",\"message\":" + json_string(record.message);
  if (record.fields.absent()) return members;
  // A Logger hands on objects only, and each escape it made of one byte is six bytes long.
  if (const auto object = one_line_object(record.fields.text, 6 * kMaxTextBytes)) {
    members += ",\"fields\":" + *object;
  }
  return members;
}

/// Uses spdlog's sink without its loggers: those would be found in a registry that the host may use
/// for itself, and they keep their own time and name.
class StderrSink final : public ConfiguredSink {
 public:
  explicit StderrSink(const LogOptions& options) : options_(options) { use_format(); }

  void set(const LogOptions& options) noexcept override {
    try {
      const std::scoped_lock lock(mutex_);
      options_ = options;
      use_format();
    } catch (...) {
      // Out of memory: lines keep their format.
    }
  }

  void write(const LogRecord& record) noexcept override {
    try {
      const std::scoped_lock lock(mutex_);
      if (record.level < options_.level) return;
      const bool json = options_.format == LogFormat::kJson;
      const std::string text = json ? members_of(record) : text_of(record);
      const std::chrono::system_clock::time_point time{std::chrono::milliseconds(record.time)};
      sink_.log(spdlog::details::log_msg(time, {}, record.logger, to_spdlog(record.level), text));
    } catch (...) {
      // There is nowhere to report it to.
    }
  }

 private:
  void use_format() {
    const bool json = options_.format == LogFormat::kJson;
    sink_.set_formatter(std::make_unique<spdlog::pattern_formatter>(
        json ? kJsonPattern : kTextPattern, spdlog::pattern_time_type::utc, "\n"));
  }

  std::mutex mutex_;
  LogOptions options_;
  spdlog::sinks::stderr_sink_st sink_;
};

}  // namespace

std::shared_ptr<ConfiguredSink> make_stderr_sink(const LogOptions& options) {
  return std::make_shared<StderrSink>(options);
}

}  // namespace portside::log
