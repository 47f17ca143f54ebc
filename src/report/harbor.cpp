// SPDX-License-Identifier: Apache-2.0
//
// The report of Harbor's pluggable scanner API, version 1.1. Its words are Harbor's.
#include "portside/api/error.hpp"
#include "portside/host/overview.hpp"
#include "portside/host/report_writers.hpp"
#include "report/findings_by_id.hpp"
#include "report/json_writer.hpp"
#include "report/row_order.hpp"
#include "report/time_text.hpp"
#include "report/words.hpp"

namespace portside {
namespace report {
namespace {

void write_rating(JsonWriter& out, const Vulnerability& row) {
  const Cvss* third = highest_rating(row, '3');
  const Cvss* second = highest_rating(row, '2');
  if (third == nullptr && second == nullptr) return;
  out.begin_object("preferred_cvss");
  const auto write = [&](const Cvss* rating, std::string_view score, std::string_view vector) {
    if (rating == nullptr) return;
    out.key(score);
    out.real(rating->score);
    out.member(vector, rating->vector);
  };
  write(third, "score_v3", "vector_v3");
  write(second, "score_v2", "vector_v2");
  out.end_object();
}

void write_harbor_row(JsonWriter& out, const Vulnerability& row) {
  out.begin_object();
  out.member("id", row.id);
  out.member("package", row.package);
  out.member("version", row.version);
  out.member("fix_version", row.fixed_version);
  out.member("severity", severity_title(row.severity));
  out.member_if_any("status", row.status);
  out.member("description", row.description.empty() ? row.title : row.description);
  // Harbor does not take null for a list.
  out.begin_array("links");
  for (const std::string& link : row.links) out.text(link);
  out.end_array();
  write_rating(out, row);
  out.member_if_any("cwe_ids", row.cwe_ids);
  if (!row.layer_digest.empty()) {
    out.begin_object("layer");
    out.member("digest", row.layer_digest);
    out.end_object();
  }
  if (row.extra.text.starts_with('{')) out.member_if_any("vendor_attributes", row.extra);
  out.end_object();
}

std::string_view severity_of_all(const ScanReport& report) {
  const auto highest = overview_of(report.vulnerabilities).highest;
  if (highest) return severity_title(*highest);
  return severity_title(is_complete(report) ? Severity::kNone : Severity::kUnknown);
}

void write_harbor_report(JsonWriter& out, const ScanReport& report) {
  out.begin_object();
  out.member("generated_at", time_text(report.finished_at));
  out.begin_object("artifact");
  out.member("repository", report.image.repository);
  out.member("digest", report.image.digest);
  out.member_if_any("mime_type", report.image.manifest_media_type);
  out.end_object();
  out.begin_object("scanner");
  out.member("name", report.scanner_name);
  out.member("vendor", report.scanner_vendor);
  out.member("version", report.scanner_version);
  out.end_object();
  out.member("severity", severity_of_all(report));
  out.begin_object("coverage");
  out.member("outcome", outcome_word(report.coverage.outcome));
  out.key("complete");
  out.boolean(is_complete(report));
  out.member_if_any("notes", report.coverage.notes);
  out.end_object();
  out.begin_array("vulnerabilities");
  for (const Vulnerability& row : in_order(report.vulnerabilities)) write_harbor_row(out, row);
  out.end_array();
  out.end_object();
}

}  // namespace
}  // namespace report

void write_harbor(std::span<const ScanReport> reports, ByteSink& out) {
  if (reports.size() != 1) {
    throw AdapterError(ErrorCode::kInvalidArgument,
                       "a Harbor report is about one image; found " +
                           std::to_string(reports.size()) +
                           "; ask for one image at a time, or for another format");
  }
  report::JsonWriter json(out);
  report::write_harbor_report(json, reports.front());
  json.finish();
}

}  // namespace portside
