// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "clair/v4/report_data.hpp"
#include "portside/api/call_context.hpp"
#include "portside/api/report_sink.hpp"

namespace portside::clair::v4 {

/// Writes one row for each package (name and version) and each identifier of a vulnerability that
/// it has, and returns how many. `data` is finished (finish_report()).
///
/// Clair lists a vulnerability once for each updater and repository that tells of it, and a package
/// once for each place where it is: those become one row, with the highest severity, all links, and
/// the first fix that anybody names. Scores speak only where nobody names a severity. A pair whose
/// package or vulnerability the report does not have is passed over. What rows say does not depend
/// on the order of the report. Throws kCancelled, kDeadlineExceeded and what `sink` throws.
std::uint64_t write_rows(ReportData& data, ReportSink& sink, const CallContext& context);

}  // namespace portside::clair::v4
