// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "portside/host/scan_report.hpp"

namespace portside {
class ReportStore;
}

namespace portside::scan {

/// The stored report of an image by an adapter. One that cannot be read is taken for none, so that
/// it does not stand in the way of the next; `why_not`, if given, then says why. Throws what the
/// store throws otherwise.
std::optional<ScanReport> readable_report(ReportStore& reports, const std::string& digest,
                                          const std::string& adapter_id,
                                          std::string* why_not = nullptr);

}  // namespace portside::scan
