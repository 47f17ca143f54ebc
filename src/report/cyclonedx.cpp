// SPDX-License-Identifier: Apache-2.0
//
// CycloneDX 1.5 (ECMA-424) with VEX analyses.
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "crypto/digest.hpp"
#include "portside/api/abi.hpp"
#include "portside/host/overview.hpp"
#include "portside/host/report_writers.hpp"
#include "report/findings_by_id.hpp"
#include "report/json_writer.hpp"
#include "report/portside_json.hpp"
#include "report/row_order.hpp"
#include "report/time_text.hpp"
#include "report/web_address.hpp"
#include "report/words.hpp"

namespace portside {
namespace report {
namespace {

class DigestSink final : public ByteSink {
 public:
  void write(std::string_view piece) override { digest_.update(piece); }
  std::string hex() { return crypto::hex(digest_.finish()); }

 private:
  crypto::Sha256 digest_;
};

/// A UUID of version 8 (RFC 9562), made of a digest of the content.
std::string serial_number(std::span<const ScanReport> reports) {
  DigestSink sink;
  write_portside_json(reports, sink);
  std::string hex = sink.hex().substr(0, 32);
  hex[12] = '8';
  hex[16] = "89ab"[static_cast<unsigned char>(hex[16]) % 4];
  return "urn:uuid:" + hex.substr(0, 8) + '-' + hex.substr(8, 4) + '-' + hex.substr(12, 4) + '-' +
         hex.substr(16, 4) + '-' + hex.substr(20);
}

std::string_view severity_in_cyclonedx(Severity severity) {
  return severity == Severity::kNegligible ? "info" : severity_word(severity);
}

std::string_view method_of(const Cvss& rating) {
  if (rating.version == "3.1") return "CVSSv31";
  if (rating.version.starts_with('3')) return "CVSSv3";
  if (rating.version.starts_with('2')) return "CVSSv2";
  return rating.version.starts_with('4') ? "CVSSv4" : "other";
}

/// The number of `CWE-79`.
std::optional<unsigned> cwe_number(std::string_view id) {
  unsigned number = 0;
  if (!id.starts_with("CWE-")) return std::nullopt;
  const char* end = id.data() + id.size();
  const auto result = std::from_chars(id.data() + 4, end, number);
  const bool good = result.ec == std::errc() && result.ptr == end && number > 0;
  return good ? std::optional(number) : std::nullopt;
}

void property(JsonWriter& out, std::string_view name, const std::string& value) {
  if (value.empty()) return;
  out.begin_object();
  out.member("name", "portside:" + std::string(name));
  out.member("value", value);
  out.end_object();
}

/// What makes a component of its own.
using PackageKey = std::tuple<std::string, std::string, std::string, std::string>;
PackageKey key_of(const Vulnerability& row) {
  return {row.package, row.version, row.purl, row.location};
}

/// What was decided about a vulnerability. To pass one over is not to find that the image is not
/// affected: that nobody said.
struct Analysis {
  /// False when nobody said why.
  bool is_decided = false;
  std::string detail;
};

Analysis analysis_of(const SuppressedVulnerability& row) {
  const std::string until = row.until.empty() ? "" : "passed over until " + row.until;
  const bool both = !until.empty() && !row.reason.empty();
  return {!row.reason.empty(), row.reason + (both ? "; " : "") + until};
}

/// The parts of a document that one report makes.
class Part {
 public:
  /// `number` tells the references of several reports apart; 0 = there is one.
  Part(JsonWriter& out, const ScanReport& report, std::size_t number)
      : out_(out), report_(report), prefix_(number == 0 ? "" : std::to_string(number) + ':') {
    taken_.insert(image_ref());
    for (const Vulnerability& row : in_order(report.vulnerabilities)) add(row);
    for (const SuppressedVulnerability& row : in_order(report.suppressed)) add(row.vulnerability);
  }

  std::string image_ref() const { return prefix_ + "image"; }

  /// The members of the image's component.
  void write_image() {
    const ImageReference& image = report_.image;
    out_.member("bom-ref", image_ref());
    out_.member("type", "container");
    out_.member("name", report_.reference.empty() ? image.repository : report_.reference);
    out_.member_if_any("version", image.digest);
    out_.begin_array("properties");
    property(out_, "repository", image.repository);
    property(out_, "platform", image.platform);
    property(out_, "adapter", report_.adapter_id);
    property(out_, "scanned-at", time_text(report_.finished_at));
    property(out_, "coverage:outcome", std::string(outcome_word(report_.coverage.outcome)));
    property(out_, "coverage:complete", is_complete(report_) ? "true" : "false");
    property(out_, "coverage:os", report_.coverage.os);
    if (report_.coverage.packages > 0) {
      property(out_, "coverage:packages", std::to_string(report_.coverage.packages));
    }
    for (const std::string& note : report_.coverage.notes) property(out_, "coverage:note", note);
    out_.end_array();
  }

  void write_components() {
    for (const Vulnerability& row : packages_) {
      out_.begin_object();
      out_.member("bom-ref", refs_.at(key_of(row)));
      out_.member("type", "library");
      out_.member("name", row.package);
      out_.member_if_any("version", row.version);
      out_.member_if_any("purl", row.purl);
      out_.begin_array("properties");
      property(out_, "location", row.location);
      property(out_, "layer-digest", row.layer_digest);
      property(out_, "source-name", row.source_name);
      property(out_, "source-version", row.source_version);
      out_.end_array();
      out_.end_object();
    }
  }

  void write_vulnerabilities() {
    for (const ById& each : by_id(in_order(report_.vulnerabilities))) {
      write_vulnerability(each.rows, nullptr);
    }
    std::vector<std::pair<Analysis, Rows>> groups;
    std::map<std::tuple<std::string_view, bool, std::string>, std::size_t> places;
    for (const SuppressedVulnerability& row : in_order(report_.suppressed)) {
      Analysis analysis = analysis_of(row);
      const auto place = places.try_emplace(
          {row.vulnerability.id, analysis.is_decided, analysis.detail}, groups.size());
      if (place.second) groups.push_back({std::move(analysis), {}});
      groups[place.first->second].second.emplace_back(row.vulnerability);
    }
    for (const auto& [analysis, rows] : groups) write_vulnerability(rows, &analysis);
  }

  /// Packages without vulnerabilities are not listed, and a scan may not have seen all others.
  void write_composition() {
    out_.begin_object();
    out_.member("aggregate", is_complete(report_) ? "incomplete" : "unknown");
    out_.begin_array("assemblies");
    out_.text(image_ref());
    out_.end_array();
    out_.end_object();
  }

 private:
  void add(const Vulnerability& row) {
    const std::string name = row.purl.empty() ? row.package + '@' + row.version : row.purl;
    if (refs_.contains(key_of(row))) return;
    std::string ref = prefix_ + name;
    for (int i = 2; !taken_.insert(ref).second; ++i) ref = prefix_ + name + '#' + std::to_string(i);
    refs_.emplace(key_of(row), std::move(ref));
    packages_.emplace_back(row);
  }

  /// `analysis` is null for what nobody has looked at.
  void write_vulnerability(const Rows& rows, const Analysis* analysis) {
    const Vulnerability& worst = rows.front();
    out_.begin_object();
    out_.member("id", worst.id);
    if (!worst.data_source.empty()) {
      out_.begin_object("source");
      out_.member("name", worst.data_source);
      out_.end_object();
    }
    write_references(worst);
    write_ratings(worst);
    write_cwes(worst);
    out_.member_if_any("description", worst.title.empty() ? worst.description : worst.title);
    if (!worst.title.empty()) out_.member_if_any("detail", worst.description);
    write_recommendation(worst);
    write_advisories(worst);
    if (analysis != nullptr) write_analysis(*analysis);
    write_affects(rows);
    out_.begin_array("properties");
    property(out_, "status", worst.status);
    property(out_, "severity-text", worst.severity_text);
    out_.end_array();
    out_.end_object();
  }

  void write_analysis(const Analysis& analysis) {
    out_.begin_object("analysis");
    out_.member("state", analysis.is_decided ? "exploitable" : "in_triage");
    const std::vector<std::string> response(analysis.is_decided ? 1 : 0, "will_not_fix");
    out_.member_if_any("response", response);
    out_.member_if_any("detail", analysis.detail);
    out_.end_object();
  }

  void write_references(const Vulnerability& row) {
    if (row.aliases.empty()) return;
    out_.begin_array("references");
    for (const std::string_view alias :
         std::set<std::string_view>(row.aliases.begin(), row.aliases.end())) {
      out_.begin_object();
      out_.member("id", alias);
      out_.begin_object("source");
      out_.member("name", row.data_source.empty() ? report_.scanner_name : row.data_source);
      out_.end_object();
      out_.end_object();
    }
    out_.end_array();
  }

  void write_ratings(const Vulnerability& row) {
    out_.begin_array("ratings");
    out_.begin_object();
    out_.begin_object("source");
    out_.member("name", row.data_source.empty() ? report_.scanner_name : row.data_source);
    out_.end_object();
    out_.member("severity", severity_in_cyclonedx(row.severity));
    out_.end_object();
    for (const Cvss& rating : row.cvss) {
      out_.begin_object();
      if (!rating.source.empty()) {
        out_.begin_object("source");
        out_.member("name", rating.source);
        out_.end_object();
      }
      out_.key("score");
      out_.real(rating.score);
      out_.member("method", method_of(rating));
      out_.member_if_any("vector", rating.vector);
      out_.end_object();
    }
    out_.end_array();
  }

  void write_cwes(const Vulnerability& row) {
    if (row.cwe_ids.empty()) return;
    out_.begin_array("cwes");
    std::set<unsigned> seen;
    for (const std::string& id : row.cwe_ids) {
      const auto number = cwe_number(id);
      if (number && seen.insert(*number).second) out_.number(*number);
    }
    out_.end_array();
  }

  void write_recommendation(const Vulnerability& row) {
    if (row.fixed_version.empty()) return;
    out_.member("recommendation", "Upgrade " + row.package + " to " + row.fixed_version);
  }

  void write_advisories(const Vulnerability& row) {
    out_.begin_array("advisories");
    std::set<std::string_view> seen;
    for (const std::string& link : row.links) {
      if (!is_web_address(link) || !seen.insert(link).second) continue;
      out_.begin_object();
      out_.member("url", link);
      out_.end_object();
    }
    out_.end_array();
  }

  void write_affects(const Rows& rows) {
    std::set<std::string_view> seen;
    out_.begin_array("affects");
    for (const Vulnerability& row : rows) {
      const std::string& ref = refs_.at(key_of(row));
      if (!seen.insert(ref).second) continue;
      out_.begin_object();
      out_.member("ref", ref);
      out_.begin_array("versions");
      out_.begin_object();
      out_.member("version", row.version.empty() ? "unknown" : row.version);
      out_.member("status", "affected");
      out_.end_object();
      out_.end_array();
      out_.end_object();
    }
    out_.end_array();
  }

  JsonWriter& out_;
  const ScanReport& report_;
  std::string prefix_;
  Rows packages_;
  std::map<PackageKey, std::string> refs_;
  std::set<std::string> taken_;
};

void write_tools(JsonWriter& out, std::span<const ScanReport> reports) {
  out.begin_object("tools");
  out.begin_array("components");
  out.begin_object();
  out.member("type", "application");
  out.member("name", "Portside");
  out.member("version", abi::kSdkVersion);
  out.end_object();
  std::set<std::tuple<std::string, std::string, std::string>> scanners;
  for (const ScanReport& report : reports) {
    if (report.scanner_name.empty()) continue;
    scanners.emplace(report.scanner_name, report.scanner_version, report.scanner_vendor);
  }
  for (const auto& [name, version, vendor] : scanners) {
    out.begin_object();
    out.member("type", "application");
    out.member_if_any("publisher", vendor);
    out.member("name", name);
    out.member_if_any("version", version);
    out.end_object();
  }
  out.end_array();
  out.end_object();
}

void write_metadata(JsonWriter& out, std::span<const ScanReport> reports,
                    std::vector<Part>& parts) {
  Millis time = 0;
  for (const ScanReport& report : reports) time = std::max(time, report.finished_at);
  out.begin_object("metadata");
  out.member("timestamp", time_text(time));
  write_tools(out, reports);
  if (parts.size() == 1) {
    out.begin_object("component");
    parts.front().write_image();
    out.end_object();
  }
  out.end_object();
}

void write_components(JsonWriter& out, std::vector<Part>& parts) {
  out.begin_array("components");
  if (parts.size() == 1) {
    parts.front().write_components();
  } else {
    for (Part& part : parts) {
      out.begin_object();
      part.write_image();
      out.begin_array("components");
      part.write_components();
      out.end_array();
      out.end_object();
    }
  }
  out.end_array();
}

}  // namespace
}  // namespace report

void write_cyclonedx(std::span<const ScanReport> reports, ByteSink& sink) {
  report::JsonWriter out(sink);
  std::vector<report::Part> parts;
  parts.reserve(reports.size());
  for (const ScanReport& each : reports) {
    parts.emplace_back(out, each, reports.size() == 1 ? 0 : parts.size() + 1);
  }
  out.begin_object();
  out.member("$schema", "http://cyclonedx.org/schema/bom-1.5.schema.json");
  out.member("bomFormat", "CycloneDX");
  out.member("specVersion", "1.5");
  out.member("serialNumber", report::serial_number(reports));
  out.key("version");
  out.number(1);
  report::write_metadata(out, reports, parts);
  report::write_components(out, parts);
  out.begin_array("vulnerabilities");
  for (report::Part& part : parts) part.write_vulnerabilities();
  out.end_array();
  out.begin_array("compositions");
  for (report::Part& part : parts) part.write_composition();
  out.end_array();
  out.end_object();
  out.finish();
}

}  // namespace portside
