// SPDX-License-Identifier: Apache-2.0
//
// The options about reports that `scan` and `convert` have.
#pragma once

#include <string>
#include <vector>

#include "portside/host/gate.hpp"
#include "portside/host/report_writers.hpp"

namespace CLI {
class App;
}

namespace portside::cli {

/// One report to write.
struct ReportTarget {
  const ReportFormat* format = nullptr;
  /// An absolute path; "" = standard output.
  std::string file;
};

struct ReportArguments {
  /// At most one goes to standard output. Never empty once arguments were read: a table is what is
  /// written when nobody says.
  std::vector<ReportTarget> targets;
  /// An absolute path, or "".
  std::string ignore_file;
  GateRules gate;
};

/// Adds `-o`, `--fail-on`, `--ignore-unfixed` and `--ignore-file`. `arguments` must live as long as
/// `command` and is complete when the command's callback is called. What is wrong is a mistake in
/// usage.
void add_report_options(CLI::App& command, ReportArguments& arguments);

}  // namespace portside::cli
