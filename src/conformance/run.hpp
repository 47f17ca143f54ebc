// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "conformance/verdict.hpp"
#include "portside/api/child_command.hpp"
#include "portside/api/millis.hpp"

namespace portside::conformance {

struct CheckReport {
  std::string id;
  CheckResult result;
};

/// How checks are made in child processes.
struct RunOptions {
  /// The command that makes the check of an id (check_and_exit()).
  std::function<ChildCommand(const std::string& id)> command;
  /// Milliseconds for one check.
  Millis time_limit = 45'000;
  /// Children at a time.
  int at_once = 2;
};

/// Makes the checks of `ids`, each in a child of its own, and returns what they came to in that
/// order. note-present and load-now go first, asked for or not: when one of them fails, those that
/// need a loaded plugin are not started. Throws what process::run() throws.
std::vector<CheckReport> run_checks(const std::vector<std::string>& ids, const RunOptions& options);

/// `2 failed, 1 skipped, 25 passed`; statuses that nothing has are left out, the worst comes first.
std::string summary(const std::vector<CheckReport>& reports);

/// Whether nothing failed or crashed.
bool conforms(const std::vector<CheckReport>& reports) noexcept;

}  // namespace portside::conformance
