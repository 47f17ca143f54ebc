// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portside/api/error.hpp"
#include "portside/host/scan_report.hpp"

namespace portside {

// Portside's own report: a JSON document that holds everything of one or more ScanReports and can
// be read back. share/portside/report.schema.json (JSON Schema, draft 7) describes it.
//
//   {"schema_version": 1, "reports": [{"reference": ..., "coverage": ..., "vulnerabilities": ...}]}
//
// Rows are sorted by severity (worst first), package, id, version. Absent values and empty texts
// are left out. `overview` is there for readers and not read back. Texts that are no UTF-8 get
// U+FFFD where they are not; a `Json` that is no JSON, or deeper than 64 levels, is left out; any
// other one is kept as it is. Characters that could harm a terminal (controls, marks that turn the
// direction of writing) are written as `\uXXXX` everywhere, which is the same JSON.

/// What this version writes. A newer minor thing is a new member, which older readers pass over.
inline constexpr int kReportSchemaVersion = 1;

/// Limits of reports_from_json(): bytes of a document, rows in all of its reports.
inline constexpr std::size_t kMaxReportJsonBytes = std::size_t{512} << 20U;
inline constexpr std::size_t kMaxReportRows = 2'000'000;

/// A document with one report. [any]
std::string to_json(const ScanReport& report);

/// A document with these reports, in this order. [any]
std::string to_json(std::span<const ScanReport> reports);

/// The reports of a document. Throws kMalformedData (says where and what was expected; a document
/// of another schema version is one, and one with a key twice in an object) and kTooLarge. [any]
std::vector<ScanReport> reports_from_json(std::string_view json);

/// The report of a document that holds one. Throws as reports_from_json(), and kMalformedData when
/// there are none or several. [any]
ScanReport report_from_json(std::string_view json);

}  // namespace portside
