// SPDX-License-Identifier: Apache-2.0
//
// What `scan` and `convert` do with reports.
#pragma once

#include <optional>
#include <vector>

#include "cli/exit_code.hpp"
#include "cli/report_arguments.hpp"
#include "cli/terminal.hpp"
#include "portside/api/millis.hpp"
#include "portside/host/scan_report.hpp"

namespace portside::cli {

/// Throws what is wrong with the ignore file, and kIo for files that could not be written: better
/// before the images are scanned than after.
void check_report_arguments(const ReportArguments& arguments);

/// Throws kInvalidArgument when a target's format cannot hold this many reports: better before the
/// images are scanned than after.
void require_room_for(std::size_t reports, const ReportArguments& arguments);

/// Sets every time of a scan to `time`, so that equal scans make equal files. What the data says of
/// itself stays.
void set_times(std::vector<ScanReport>& reports, Millis time);

/// Passes over what the ignore file says, writes all targets (files complete or not at all), judges
/// and says the verdict on the terminal's error stream. `now` decides which entries of the ignore
/// file have ended. Returns kFine, kGateFailed or kIncomplete; throws AdapterError.
ExitCode finish_reports(std::vector<ScanReport> reports, const ReportArguments& arguments,
                        Millis now, const Terminal& terminal);

}  // namespace portside::cli
