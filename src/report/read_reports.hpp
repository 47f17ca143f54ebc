// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "portside/host/report_json.hpp"

namespace portside::report {

struct ReadLimits {
  std::size_t bytes = kMaxReportJsonBytes;
  std::size_t rows = kMaxReportRows;
  /// For rows, list items and reports without their texts: an empty thing takes many times in
  /// memory what it takes in the document.
  std::size_t memory = std::size_t{2} << 30U;
};

/// What reports_from_json() does, within other limits.
std::vector<ScanReport> read_reports(std::string_view json, const ReadLimits& limits);

}  // namespace portside::report
