// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "portside/host/scan_report.hpp"

namespace portside::report {

/// `1 package`, `2 packages`, `2 vulnerabilities`.
std::string counted(std::uint64_t count, std::string_view noun);

/// What a report without rows says: that nothing was found, or why nothing was looked for. Holds
/// text of the scanner as it is.
std::string coverage_sentence(const ScanReport& report);

}  // namespace portside::report
