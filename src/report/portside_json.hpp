// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "portside/api/byte_sink.hpp"
#include "portside/host/scan_report.hpp"

namespace portside::report {

/// Writes what to_json() returns.
void write_portside_json(std::span<const ScanReport> reports, ByteSink& sink);

}  // namespace portside::report
