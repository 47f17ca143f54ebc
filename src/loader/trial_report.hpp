// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "loader/refusal.hpp"
#include "portside/api/byte_sink.hpp"
#include "portside/api/millis.hpp"
#include "process/child_process.hpp"

namespace portside::loader {

/// Remembers the end of what a child prints, whatever it prints.
class LastLineSink final : public ByteSink {
 public:
  void write(std::string_view piece) override;

  /// The last line that is not empty, or "".
  std::string_view line() const noexcept;

 private:
  std::string end_;
};

/// How a trial in a child process went.
struct TrialReport {
  process::ChildExit exit;
  /// The last stage that the probe program announced (see portside-probe's stages.hpp), "" = none.
  std::string_view stage;
  /// The last line of its standard error.
  std::string_view said;
  /// Milliseconds that it had.
  Millis deadline;
};

/// Why a plugin with this report must not be loaded; nothing when the child ended as announced.
std::optional<Refusal> judge_trial(const TrialReport& report);

/// What a plugin that survived cannot do all the same: be loaded, show a descriptor, make an
/// object. The cause may be gone when a host tries, so it is told and not held against the plugin.
std::optional<Refusal> orderly_trouble(const TrialReport& report);

/// How a child ended, for people: `signal 11, SIGSEGV`, `exit status 7`; with what it said.
std::string describe_end(const TrialReport& report);

}  // namespace portside::loader
