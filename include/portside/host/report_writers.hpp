// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "portside/api/byte_sink.hpp"
#include "portside/api/error.hpp"
#include "portside/host/scan_report.hpp"

namespace portside {

// Scan reports in the formats of others. All writers are functions of their arguments alone: the
// same reports give the same bytes. Every point in time is one of the reports'. Rows are sorted by
// severity (worst first), package, id, version. What reports say is hostile: each format escapes
// it.

/// How a table looks. Other formats do not look at it.
struct TableStyle {
  /// Columns of the terminal; 0 = as wide as the rows are. No cell is wider than 120 columns; of a
  /// text of more than 20 lines the rest is cut, and a mark shows it.
  std::size_t width = 0;
  /// With colours, as escape sequences of terminals (ECMA-48).
  bool colours = false;
  /// Nothing but ASCII; otherwise UTF-8 with lines drawn around the cells.
  bool ascii = false;
};

/// For people: what was covered, numbers, rows. An image that was not scanned says so in place of
/// rows. Control characters and whatever else could move a cursor or reorder a line are shown as
/// escapes.
void write_table(std::span<const ScanReport> reports, const TableStyle& style, ByteSink& out);

/// SARIF 2.1.0, a run for each report: one rule a vulnerability id, one result a row, suppressed
/// rows with a suppression. A report that is not complete has executionSuccessful false and a
/// notification.
void write_sarif(std::span<const ScanReport> reports, ByteSink& out);

/// One CycloneDX 1.5 document: packages with vulnerabilities as components, inside their images
/// when there are several reports. Suppressed rows stay `affected`: their analysis is `exploitable`
/// with the response `will_not_fix` where a reason was given, and `in_triage` where none was; those
/// of one id with the same words share an element. The serial number is made of the content.
void write_cyclonedx(std::span<const ScanReport> reports, ByteSink& out);

/// A report of Harbor's scanner API
/// (`application/vnd.security.vulnerability.report; version=1.1`). The format holds one image:
/// throws kInvalidArgument for none or several. It has no place for suppressed rows, and none for
/// coverage but a member `coverage` that Harbor passes over; a report that is not complete has the
/// severity Unknown.
void write_harbor(std::span<const ScanReport> reports, ByteSink& out);

/// One of the formats above, or Portside's own JSON (report_json.hpp).
struct ReportFormat {
  /// `table`, `json`, `sarif`, `cyclonedx`, `harbor`.
  std::string_view name;
  std::string_view media_type;
  /// False when it holds one image only.
  bool takes_several = true;
  void (*write)(std::span<const ScanReport> reports, const TableStyle& style, ByteSink& out);
};

/// All formats, in the order in which people are told of them. [any]
std::span<const ReportFormat> report_formats() noexcept;

/// Null when there is none of this name. [any]
const ReportFormat* find_report_format(std::string_view name) noexcept;

}  // namespace portside
