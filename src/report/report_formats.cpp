// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "portside/host/report_writers.hpp"
#include "report/portside_json.hpp"

namespace portside {
namespace {

using Reports = std::span<const ScanReport>;

constexpr std::array<ReportFormat, 5> kFormats = {{
    {"table", "text/plain; charset=utf-8", true, write_table},
    {"json", "application/json", true,
     [](Reports reports, const TableStyle&, ByteSink& out) {
       report::write_portside_json(reports, out);
     }},
    {"sarif", "application/sarif+json", true,
     [](Reports reports, const TableStyle&, ByteSink& out) { write_sarif(reports, out); }},
    {"cyclonedx", "application/vnd.cyclonedx+json; version=1.5", true,
     [](Reports reports, const TableStyle&, ByteSink& out) { write_cyclonedx(reports, out); }},
    {"harbor", "application/vnd.security.vulnerability.report; version=1.1", false,
     [](Reports reports, const TableStyle&, ByteSink& out) { write_harbor(reports, out); }},
}};

}  // namespace

std::span<const ReportFormat> report_formats() noexcept {
  return kFormats;
}

const ReportFormat* find_report_format(std::string_view name) noexcept {
  const auto found = std::ranges::find(kFormats, name, &ReportFormat::name);
  return found == kFormats.end() ? nullptr : &*found;
}

}  // namespace portside
