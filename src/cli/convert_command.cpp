// SPDX-License-Identifier: Apache-2.0
#include <iostream>
#include <iterator>
#include <string>

#include "call/system_clock.hpp"
#include "cli/commands.hpp"
#include "cli/environment.hpp"
#include "cli/report_output.hpp"
#include "config/file_text.hpp"
#include "portside/api/error.hpp"
#include "portside/host/report_json.hpp"

namespace portside::cli {
namespace {

/// A byte more than is allowed, for the reader to say so.
std::string read_input() {
  std::string text;
  std::string piece(std::size_t{64} << 10U, '\0');
  while (std::cin && text.size() <= kMaxReportJsonBytes) {
    std::cin.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    text.append(piece, 0, static_cast<std::size_t>(std::cin.gcount()));
  }
  return text;
}

std::string read_report(const std::string& file) {
  if (file == "-") return read_input();
  try {
    return config::read_file(file, "the report", kMaxReportJsonBytes + 1);
  } catch (const AdapterError& error) {
    throw AdapterError(ErrorCode::kIo, error.message);
  }
}

}  // namespace

ExitCode run(const ConvertCommand& command, const Program&, const Terminal& terminal) {
  std::vector<ScanReport> reports;
  try {
    reports = reports_from_json(read_report(command.file));
  } catch (AdapterError& error) {
    if (error.code != ErrorCode::kIo) {
      error.message =
          (command.file == "-" ? "standard input" : command.file) + ": " + error.message;
    }
    throw;
  }
  const std::optional<Millis> epoch = source_date_epoch();
  if (epoch) set_times(reports, *epoch);
  return finish_reports(std::move(reports), command.report, system_now(), terminal);
}

}  // namespace portside::cli
