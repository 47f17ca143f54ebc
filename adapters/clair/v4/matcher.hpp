// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "clair/generation.hpp"
#include "clair/v4/report_summary.hpp"
#include "clair/v4/update_operations.hpp"
#include "portside/api/error.hpp"

namespace portside::clair::v4 {

/// Asks the matcher what it knows now about an indexed image, and writes the rows. Returns nothing
/// when the matcher has not loaded any data yet (202): come back later. Throws kNotFound when the
/// matcher does not know the image, and the 4xx codes.
std::optional<ScanSummary> read_report(const Clair& clair, const std::string& digest,
                                       const ScanFacts& facts, ReportSink& sink,
                                       const CallContext& context);

/// The last update of each updater. The list is for internal use: gateways may keep it from us, and
/// whoever can do without it catches what is thrown.
UpdateOperations read_updates(const Clair& clair, const CallContext& context);

/// For whoever waited for a matcher without data long enough.
AdapterError matcher_without_data();

}  // namespace portside::clair::v4
