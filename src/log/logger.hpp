// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "portside/api/json.hpp"
#include "portside/api/log_level.hpp"
#include "portside/host/log_sink.hpp"

namespace portside::log {

/// The longest message, and the longest fields, that a sink gets.
inline constexpr std::size_t kMaxTextBytes = 16 * 1024;

/// Names the writer of lines and hands them to a sink. Cheap to copy.
///
/// Control characters and bytes that are not UTF-8 become visible escapes, so that no plugin can
/// forge a line; longer messages are cut, and say so. Fields that are not a JSON object, or too
/// long, are left out, and the message says so. [any]
class Logger {
 public:
  /// Without a sink nothing is written.
  Logger(std::shared_ptr<LogSink> sink, std::string name);

  void write(LogLevel level, std::string_view message, const Json& fields = {}) const noexcept;
  void debug(std::string_view message) const noexcept { write(LogLevel::kDebug, message); }
  void info(std::string_view message) const noexcept { write(LogLevel::kInfo, message); }
  void warning(std::string_view message) const noexcept { write(LogLevel::kWarning, message); }
  void error(std::string_view message) const noexcept { write(LogLevel::kError, message); }

  /// The same sink under another name.
  Logger named(std::string name) const;

 private:
  std::shared_ptr<LogSink> sink_;
  std::string name_;
};

}  // namespace portside::log
