// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "portside/host/config.hpp"
#include "portside/host/log_sink.hpp"

namespace portside::log {

/// A sink whose level and format can be changed while it is in use. [any]
class ConfiguredSink : public LogSink {
 public:
  /// Holds for all lines from now on.
  virtual void set(const LogOptions& options) noexcept = 0;
};

/// Writes lines to standard error, from a level on. As text:
///
///   2026-01-31T12:00:00.123Z warning clair@eu message {"field":1}
///
/// As JSON, one object a line (`fields` only where there are some):
///
///   {"ts":"2026-01-31T12:00:00.123Z","level":"warning","logger":"clair@eu","message":"message",
///    "fields":{"field":1}}
std::shared_ptr<ConfiguredSink> make_stderr_sink(const LogOptions& options);

}  // namespace portside::log
