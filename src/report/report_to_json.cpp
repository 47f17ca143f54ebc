// SPDX-License-Identifier: Apache-2.0
#include "portside/host/overview.hpp"
#include "portside/host/report_json.hpp"
#include "report/json_writer.hpp"
#include "report/portside_json.hpp"
#include "report/row_fields.hpp"
#include "report/row_order.hpp"
#include "report/text_sink.hpp"
#include "report/time_text.hpp"
#include "report/words.hpp"

namespace portside {
namespace report {
namespace {

void write_row(JsonWriter& out, const Vulnerability& row) {
  out.begin_object();
  out.member("id", row.id);
  out.member("severity", severity_word(row.severity));
  for (const auto& field : kRowTexts) {
    if (field.key != "id") out.member_if_any(field.key, row.*field.member);
  }
  for (const auto& field : kRowLists) out.member_if_any(field.key, row.*field.member);
  if (!row.cvss.empty()) {
    out.begin_array("cvss");
    for (const Cvss& rating : row.cvss) {
      out.begin_object();
      out.member_if_any("source", rating.source);
      out.member("version", rating.version);
      out.member_if_any("vector", rating.vector);
      out.key("score");
      out.real(rating.score);
      out.end_object();
    }
    out.end_array();
  }
  out.member_if_any("extra", row.extra);
  out.end_object();
}

void write_image(JsonWriter& out, const ImageReference& image) {
  out.begin_object("image");
  for (const auto& field : kImageTexts) out.member_if_any(field.key, image.*field.member);
  out.member_if_any("tags", image.tags);
  out.member_if_any("extra", image.extra);
  out.end_object();
}

void write_scanner(JsonWriter& out, const ScanReport& report) {
  out.member("adapter", report.adapter_id);
  out.begin_object("scanner");
  out.member("name", report.scanner_name);
  out.member_if_any("vendor", report.scanner_vendor);
  out.member_if_any("version", report.scanner_version);
  out.end_object();
  out.member("started_at", time_text(report.started_at));
  out.member("finished_at", time_text(report.finished_at));
}

void write_coverage(JsonWriter& out, const ScanReport& report) {
  const Coverage& coverage = report.coverage;
  out.begin_object("coverage");
  out.member("outcome", outcome_word(coverage.outcome));
  out.key("complete");
  out.boolean(is_complete(report));
  out.member_if_any("os", coverage.os);
  if (coverage.packages > 0) {
    out.key("packages");
    out.number(coverage.packages);
  }
  if (coverage.data_updated_at) {
    out.member("data_updated_at", time_text(*coverage.data_updated_at));
  }
  out.member_if_any("notes", coverage.notes);
  out.member_if_any("extra", coverage.extra);
  out.end_object();
}

void write_overview(JsonWriter& out, const ScanReport& report) {
  const Overview overview = overview_of(report.vulnerabilities);
  out.begin_object("overview");
  out.key("total");
  out.number(overview.total);
  out.key("fixable");
  out.number(overview.fixable);
  out.key("suppressed");
  out.number(report.suppressed.size());
  if (overview.highest) out.member("highest", severity_word(*overview.highest));
  out.begin_object("severities");
  for (const Severity severity : kSeverities) {
    out.key(severity_word(severity));
    out.number(overview.count(severity));
  }
  out.end_object();
  out.end_object();
}

void write_check(JsonWriter& out, const ImageCheck& check) {
  out.begin_object("check");
  out.member("verdict", verdict_word(check.verdict));
  out.member_if_any("reason", check.reason);
  out.member("checked_at", time_text(check.checked_at));
  out.member_if_any("details", check.details);
  out.member_if_any("extra", check.extra);
  out.end_object();
}

void write_suppressed(JsonWriter& out, const std::vector<SuppressedVulnerability>& rows) {
  out.begin_array("suppressed");
  for (const SuppressedVulnerability& row : in_order(rows)) {
    out.begin_object();
    out.member_if_any("reason", row.reason);
    out.member_if_any("until", row.until);
    out.key("vulnerability");
    write_row(out, row.vulnerability);
    out.end_object();
  }
  out.end_array();
}

void write_report(JsonWriter& out, const ScanReport& report) {
  out.begin_object();
  out.member("reference", report.reference);
  write_image(out, report.image);
  write_scanner(out, report);
  write_coverage(out, report);
  write_overview(out, report);
  if (report.check) write_check(out, *report.check);
  out.begin_array("vulnerabilities");
  for (const Vulnerability& row : in_order(report.vulnerabilities)) write_row(out, row);
  out.end_array();
  write_suppressed(out, report.suppressed);
  out.member_if_any("scan_metadata", report.scan_metadata);
  out.end_object();
}

}  // namespace

void write_portside_json(std::span<const ScanReport> reports, ByteSink& sink) {
  JsonWriter out(sink);
  out.begin_object();
  out.key("schema_version");
  out.number(kReportSchemaVersion);
  out.begin_array("reports");
  for (const ScanReport& report : reports) write_report(out, report);
  out.end_array();
  out.end_object();
  out.finish();
}

}  // namespace report

std::string to_json(const ScanReport& report) {
  return to_json(std::span(&report, 1));
}

std::string to_json(std::span<const ScanReport> reports) {
  report::TextSink text;
  report::write_portside_json(reports, text);
  return text.take();
}

}  // namespace portside
