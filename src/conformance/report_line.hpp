// SPDX-License-Identifier: Apache-2.0
//
// What the process that makes one check tells the one that started it: a JSON object a line, on the
// standard output that it began with. `{"stage": "..."}` comes before the plugin's code runs, so
// the last line tells where a plugin that never came back was; `{"status": "...", "sentence":
// "..."}` is the result.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "conformance/verdict.hpp"

namespace portside::conformance {

/// Both end with a newline and stay below 2 KiB.
std::string stage_line(std::string_view stage);
std::string result_line(const CheckResult& result);

/// What a line says; neither for a line of another form.
struct ReportLine {
  std::optional<std::string> stage;
  std::optional<CheckResult> result;
};
ReportLine read_line(std::string_view line);

/// Takes standard output away from everybody else (what a plugin prints goes to standard error),
/// and writes the lines.
class ReportWriter {
 public:
  ReportWriter() noexcept;
  void write(const std::string& line) const noexcept;

 private:
  int fd_;
};

}  // namespace portside::conformance
