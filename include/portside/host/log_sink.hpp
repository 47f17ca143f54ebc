// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "portside/api/json.hpp"
#include "portside/api/log_level.hpp"
#include "portside/api/millis.hpp"

namespace portside {

/// One line of the log.
struct LogRecord {
  /// Epoch milliseconds.
  Millis time = 0;
  LogLevel level = LogLevel::kInfo;
  /// Who says it: `portside`, or an adapter id.
  std::string logger;
  std::string message;
  /// A JSON object, or absent.
  Json fields;
};

/// Where Portside's own lines and those of all plugins go. A host implements it to feed its own
/// log; without one they go to standard error.
class LogSink {
 public:
  virtual ~LogSink() = default;

  /// Takes one record. Does not throw and does not wait. [any]
  virtual void write(const LogRecord& record) noexcept = 0;
};

}  // namespace portside
