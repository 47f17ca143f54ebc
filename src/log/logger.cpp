// SPDX-License-Identifier: Apache-2.0
#include "log/logger.hpp"

#include <chrono>
#include <utility>

#include "log/log_text.hpp"

namespace portside::log {
namespace {

Millis now() {
  using std::chrono::milliseconds;
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<milliseconds>(since_epoch).count();
}

LogRecord make_record(LogLevel level, const std::string& name, std::string_view message,
                      const Json& fields) {
  LogRecord record;
  record.time = now();
  record.level = level;
  record.logger = name;
  record.message = visible_text(message, kMaxTextBytes);
  if (fields.absent()) return record;
  if (auto object = one_line_object(fields.text, kMaxTextBytes)) {
    record.fields.text = std::move(*object);
  } else {
    record.message += " [fields left out: not a JSON object of at most " +
                      std::to_string(kMaxTextBytes) + " bytes]";
  }
  return record;
}

}  // namespace

Logger::Logger(std::shared_ptr<LogSink> sink, std::string name)
    : sink_(std::move(sink)), name_(std::move(name)) {}

void Logger::write(LogLevel level, std::string_view message, const Json& fields) const noexcept {
  if (!sink_) return;
  try {
    sink_->write(make_record(level, name_, message, fields));
  } catch (...) {
    // Out of memory: a lost line is no reason to end the process.
  }
}

Logger Logger::named(std::string name) const {
  return Logger(sink_, std::move(name));
}

}  // namespace portside::log
