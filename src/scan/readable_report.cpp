// SPDX-License-Identifier: Apache-2.0
#include "scan/readable_report.hpp"

#include "portside/api/error.hpp"
#include "portside/host/report_store.hpp"

namespace portside::scan {

std::optional<ScanReport> readable_report(ReportStore& reports, const std::string& digest,
                                          const std::string& adapter_id, std::string* why_not) {
  try {
    return reports.find(digest, adapter_id);
  } catch (const AdapterError& error) {
    if (error.code != ErrorCode::kMalformedData) throw;
    if (why_not != nullptr) *why_not = error.message;
    return std::nullopt;
  }
}

}  // namespace portside::scan
