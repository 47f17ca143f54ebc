// SPDX-License-Identifier: Apache-2.0
#include "cli/report_output.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>

#include "cli/stream_sink.hpp"
#include "cli/write_file.hpp"
#include "portside/api/error.hpp"
#include "portside/host/ignore_list.hpp"
#include "report/time_text.hpp"

namespace portside::cli {
namespace {

void write_target(const std::vector<ScanReport>& reports, const ReportTarget& target,
                  const Terminal& terminal) {
  TableStyle style;
  style.ascii = terminal.ascii;
  if (target.file.empty()) {
    style.width = terminal.width;
    style.colours = terminal.colours;
    StreamSink sink(terminal.out);
    target.format->write(reports, style, sink);
    return;
  }
  write_output_file(target.file,
                    [&](ByteSink& sink) { target.format->write(reports, style, sink); });
}

ExitCode exit_code_of(GateOutcome outcome) {
  switch (outcome) {
    case GateOutcome::kPassed: return ExitCode::kFine;
    case GateOutcome::kFailed: return ExitCode::kGateFailed;
    case GateOutcome::kIncomplete: break;
  }
  return ExitCode::kIncomplete;
}

void apply_ignore_file(std::vector<ScanReport>& reports, const std::string& file, Millis now,
                       const Terminal& terminal) {
  const IgnoreNotes notes = apply_ignores(reports, load_ignore_list(file), report::day_text(now));
  for (const std::string& sentence : notes.warnings) {
    terminal.error << "portside: warning: " << sentence << '\n';
  }
  for (const std::string& sentence : notes.unused) {
    terminal.error << "portside: note: " << sentence << '\n';
  }
}

}  // namespace

void require_room_for(std::size_t reports, const ReportArguments& arguments) {
  if (reports == 1) return;
  for (const ReportTarget& target : arguments.targets) {
    if (target.format->takes_several) continue;
    throw AdapterError(ErrorCode::kInvalidArgument,
                       "-o " + std::string(target.format->name) + " takes one image; found " +
                           std::to_string(reports) + "; ask for one at a time");
  }
}

void set_times(std::vector<ScanReport>& reports, Millis time) {
  for (ScanReport& report : reports) {
    report.started_at = time;
    report.finished_at = time;
    if (report.check) report.check->checked_at = time;
  }
}

void check_report_arguments(const ReportArguments& arguments) {
  if (!arguments.ignore_file.empty()) load_ignore_list(arguments.ignore_file);
  for (const ReportTarget& target : arguments.targets) {
    if (target.file.empty()) continue;
    const std::string folder =
        target.file.substr(0, std::max<std::size_t>(target.file.rfind('/'), 1));
    if (::access(folder.c_str(), W_OK) == 0) continue;
    throw AdapterError(ErrorCode::kIo, target.file + ": cannot be written: " + folder + ": " +
                                           std::generic_category().message(errno));
  }
}

ExitCode finish_reports(std::vector<ScanReport> reports, const ReportArguments& arguments,
                        Millis now, const Terminal& terminal) {
  require_room_for(reports.size(), arguments);
  if (!arguments.ignore_file.empty()) {
    apply_ignore_file(reports, arguments.ignore_file, now, terminal);
  }
  for (const ReportTarget& target : arguments.targets) write_target(reports, target, terminal);
  const GateVerdict verdict = judge(reports, arguments.gate);
  // The report itself comes first when both streams are one terminal.
  terminal.out.flush();
  if (arguments.gate.fail_on || verdict.outcome != GateOutcome::kPassed) {
    terminal.error << "portside: " << verdict.sentence << '\n';
  }
  return exit_code_of(verdict.outcome);
}

}  // namespace portside::cli
