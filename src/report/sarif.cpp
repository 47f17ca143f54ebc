// SPDX-License-Identifier: Apache-2.0
//
// SARIF 2.1.0 (OASIS), with what GitHub's code scanning looks for beyond it: security-severity,
// tags, partial fingerprints.
#include <array>
#include <cstdio>
#include <map>
#include <string>

#include "crypto/digest.hpp"
#include "portside/api/abi.hpp"
#include "portside/host/overview.hpp"
#include "portside/host/report_writers.hpp"
#include "report/coverage_sentence.hpp"
#include "report/findings_by_id.hpp"
#include "report/json_writer.hpp"
#include "report/row_order.hpp"
#include "report/time_text.hpp"
#include "report/web_address.hpp"
#include "report/words.hpp"

namespace portside {
namespace report {
namespace {

std::string_view level_of(Severity severity) {
  switch (severity) {
    case Severity::kCritical:
    case Severity::kHigh: return "error";
    case Severity::kMedium: return "warning";
    case Severity::kNone:
    case Severity::kNegligible:
    case Severity::kLow: return "note";
    default: return "warning";  // nobody knows how bad it is
  }
}

/// A number between 0.1 and 10.0, which readers make a severity of again: above 9 critical, from 7
/// high, from 4 medium. "" when there is none to give.
std::string score_of(const Vulnerability& row) {
  if (const Cvss* rating = main_rating(row)) {
    std::array<char, 16> text = {};
    std::snprintf(text.data(), text.size(), "%.1f", rating->score);
    return text.data();
  }
  switch (row.severity) {
    case Severity::kCritical: return "9.5";
    case Severity::kHigh: return "8.0";
    case Severity::kMedium: return "5.5";
    case Severity::kLow: return "2.0";
    case Severity::kNegligible: return "0.1";
    default: return "";
  }
}

std::string either(const std::string& first, const std::string& second) {
  return first.empty() ? second : first;
}

void text_member(JsonWriter& out, std::string_view name, const std::string& text) {
  out.begin_object(name);
  out.member("text", text);
  out.end_object();
}

std::string message_of(const Vulnerability& row) {
  std::string out = row.package + ' ' + row.version + " has " + row.id + " (" +
                    std::string(severity_title(row.severity)) + ')';
  if (!row.title.empty()) out += ": " + row.title;
  while (out.ends_with('.')) out.pop_back();
  return out + (row.fixed_version.empty() ? ". There is no fixed version yet."
                                          : ". Fixed in " + row.fixed_version + '.');
}

std::string help_of(const Vulnerability& row) {
  std::string out = either(row.description, either(row.title, row.id));
  for (const std::string& link : row.links) {
    if (is_web_address(link)) out += '\n' + link;
  }
  return out;
}

/// Names a finding in every later run: nothing in it changes while the finding stays, as digests
/// and tags do.
std::string fingerprint_of(const ScanReport& report, const Vulnerability& row) {
  const std::string host = host_of(report.image.registry_url);
  std::string key;
  for (const std::string* part : {&host, &report.image.repository, &report.image.platform, &row.id,
                                  &row.package, &row.version, &row.location}) {
    key += std::to_string(part->size()) + ':' + *part;
  }
  return crypto::hex(crypto::sha256(key)).substr(0, 32);
}

std::string path_of(const ScanReport& report, const Vulnerability& row) {
  std::string path = either(report.image.repository, either(report.reference, "image"));
  if (!row.location.empty()) path += (row.location.starts_with('/') ? "" : "/") + row.location;
  return percent_encoded(path);
}

class RunWriter {
 public:
  RunWriter(JsonWriter& out, const ScanReport& report) : out_(out), report_(report) {
    all_ = in_order(report.vulnerabilities);
    for (const SuppressedVulnerability& row : in_order(report.suppressed)) {
      all_.emplace_back(row.vulnerability);
    }
  }

  void write() {
    out_.begin_object();
    write_tool();
    write_invocation();
    out_.begin_object("automationDetails");
    out_.member("id", "portside/" + report_.reference + '/');
    out_.end_object();
    out_.begin_array("results");
    for (const Vulnerability& row : in_order(report_.vulnerabilities)) write_result(row, nullptr);
    for (const SuppressedVulnerability& row : in_order(report_.suppressed)) {
      write_result(row.vulnerability, &row);
    }
    out_.end_array();
    out_.member("columnKind", "utf16CodeUnits");
    write_properties();
    out_.end_object();
  }

 private:
  void write_tool() {
    out_.begin_object("tool");
    out_.begin_object("driver");
    out_.member("name", "Portside");
    out_.member("version", abi::kSdkVersion);
    out_.member("semanticVersion", abi::kSdkVersion);
    out_.begin_array("notifications");
    out_.begin_object();
    out_.member("id", "coverage");
    out_.member("name", "CoverageOfScan");
    text_member(out_, "shortDescription", "What a scan covered.");
    out_.end_object();
    out_.end_array();
    out_.begin_array("rules");
    for (const ById& rule : by_id(all_)) write_rule(rule);
    out_.end_array();
    out_.end_object();
    out_.begin_array("extensions");
    out_.begin_object();
    out_.member("name", either(report_.scanner_name, either(report_.adapter_id, "scanner")));
    out_.member_if_any("organization", report_.scanner_vendor);
    out_.member_if_any("version", report_.scanner_version);
    out_.end_object();
    out_.end_array();
    out_.end_object();
  }

  void write_rule(const ById& rule) {
    indexes_.emplace(rule.id, indexes_.size());
    const Vulnerability& worst = rule.rows.front();
    out_.begin_object();
    out_.member("id", rule.id);
    out_.member("name", "PackageVulnerability");
    text_member(out_, "shortDescription", either(worst.title, worst.id));
    text_member(out_, "fullDescription", either(worst.description, either(worst.title, worst.id)));
    out_.begin_object("defaultConfiguration");
    out_.member("level", level_of(worst.severity));
    out_.end_object();
    for (const std::string& link : worst.links) {
      if (!is_web_address(link)) continue;
      out_.member("helpUri", link);
      break;
    }
    text_member(out_, "help", help_of(worst));
    out_.begin_object("properties");
    out_.member("precision", "very-high");
    out_.member_if_any("security-severity", score_of(worst));
    out_.begin_array("tags");
    out_.text("security");
    out_.text("vulnerability");
    out_.text(severity_word(worst.severity));
    out_.end_array();
    out_.end_object();
    out_.end_object();
  }

  void write_invocation() {
    const Coverage& coverage = report_.coverage;
    out_.begin_array("invocations");
    out_.begin_object();
    out_.key("executionSuccessful");
    out_.boolean(is_complete(report_));
    out_.member("startTimeUtc", time_text(report_.started_at));
    out_.member("endTimeUtc", time_text(report_.finished_at));
    out_.begin_array("toolExecutionNotifications");
    if (!is_complete(report_)) notify("error", coverage_sentence(report_));
    for (const std::string& note : coverage.notes) notify("warning", note);
    out_.end_array();
    out_.end_object();
    out_.end_array();
  }

  void notify(std::string_view level, const std::string& sentence) {
    out_.begin_object();
    out_.begin_object("descriptor");
    out_.member("id", "coverage");
    out_.key("index");
    out_.number(0);
    out_.end_object();
    out_.member("level", level);
    text_member(out_, "message", sentence);
    out_.end_object();
  }

  void write_result(const Vulnerability& row, const SuppressedVulnerability* suppressed) {
    out_.begin_object();
    out_.member("ruleId", row.id);
    out_.key("ruleIndex");
    out_.number(indexes_.at(row.id));
    out_.member("level", level_of(row.severity));
    text_member(out_, "message", message_of(row));
    write_location(row);
    out_.begin_object("partialFingerprints");
    out_.member("portsideVulnerability/v1", fingerprint_of(report_, row));
    out_.end_object();
    if (suppressed != nullptr) {
      out_.begin_array("suppressions");
      out_.begin_object();
      out_.member("kind", "external");
      out_.member("status", "accepted");
      out_.member_if_any("justification", suppressed->reason);
      out_.end_object();
      out_.end_array();
    }
    out_.begin_object("properties");
    out_.member("package", row.package);
    out_.member("installedVersion", row.version);
    out_.member_if_any("fixedVersion", row.fixed_version);
    out_.member_if_any("status", row.status);
    out_.member_if_any("purl", row.purl);
    out_.end_object();
    out_.end_object();
  }

  void write_location(const Vulnerability& row) {
    out_.begin_array("locations");
    out_.begin_object();
    out_.begin_object("physicalLocation");
    out_.begin_object("artifactLocation");
    out_.member("uri", path_of(report_, row));
    out_.end_object();
    out_.begin_object("region");
    out_.key("startLine");
    out_.number(1);
    out_.end_object();
    out_.end_object();
    text_member(out_, "message", report_.reference + ": " + row.package + '@' + row.version);
    out_.end_object();
    out_.end_array();
  }

  void write_properties() {
    const Coverage& coverage = report_.coverage;
    out_.begin_object("properties");
    out_.member("image", report_.reference);
    out_.member_if_any("digest", report_.image.digest);
    out_.member_if_any("platform", report_.image.platform);
    out_.member("coverage", outcome_word(coverage.outcome));
    out_.member_if_any("os", coverage.os);
    if (coverage.packages > 0) {
      out_.key("packages");
      out_.number(coverage.packages);
    }
    if (coverage.data_updated_at) {
      out_.member("dataUpdatedAt", time_text(*coverage.data_updated_at));
    }
    out_.end_object();
  }

  JsonWriter& out_;
  const ScanReport& report_;
  Rows all_;
  std::map<std::string_view, std::size_t> indexes_;
};

}  // namespace
}  // namespace report

void write_sarif(std::span<const ScanReport> reports, ByteSink& out) {
  report::JsonWriter json(out);
  json.begin_object();
  json.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
  json.member("version", "2.1.0");
  json.begin_array("runs");
  for (const ScanReport& each : reports) report::RunWriter(json, each).write();
  json.end_array();
  json.end_object();
  json.finish();
}

}  // namespace portside
