// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "portside/api/error.hpp"
#include "portside/host/overview.hpp"
#include "portside/host/report_json.hpp"
#include "report/json_value.hpp"
#include "report/json_writer.hpp"
#include "report/read_reports.hpp"
#include "report/row_fields.hpp"
#include "report/time_text.hpp"
#include "report/words.hpp"

namespace portside {
namespace report {
namespace {

/// Counts one document against its limits.
class Budget {
 public:
  explicit Budget(const ReadLimits& limits) : limits_(limits) {}
  void row() {
    if (++rows_ > limits_.rows) {
      too_large("has more than " + std::to_string(limits_.rows) + " vulnerabilities");
    }
    memory(sizeof(SuppressedVulnerability));
  }
  void memory(std::size_t bytes) {
    if (bytes > limits_.memory - memory_) {
      too_large("would take more than " + std::to_string(limits_.memory) + " bytes of memory");
    }
    memory_ += bytes;
  }

  [[noreturn]] static void too_large(const std::string& what) {
    throw AdapterError(ErrorCode::kTooLarge, "the report " + what + ", the most that is read");
  }

 private:
  const ReadLimits& limits_;
  std::size_t rows_ = 0;
  std::size_t memory_ = 0;
};

using Key = std::string_view;

Millis read_time(const JsonValue& at) {
  const auto time = time_of(at.text());
  if (!time) at.unexpected("a time, as 2024-03-29T12:00:00.000Z");
  return *time;
}

void read_texts(const JsonValue& at, Budget& budget, std::vector<std::string>& out) {
  at.each_item([&](const JsonValue& item) {
    budget.memory(sizeof(std::string));
    out.push_back(item.text());
  });
}

Json raw(const JsonValue& at) {
  return {std::string(at.raw())};
}

Cvss read_cvss(const JsonValue& at) {
  Cvss out;
  bool has_version = false;
  at.each_member([&](Key key, const JsonValue& value) {
    if (key == "source") out.source = value.text();
    if (key == "version") out.version = value.text(), has_version = true;
    if (key == "vector") out.vector = value.text();
    if (key == "score") out.score = value.real();
  });
  if (!has_version) at.fail("the key \"version\" is missing");
  return out;
}

template <typename Row, typename Fields>
bool read_field(const Fields& fields, Key key, const JsonValue& value, Row& out) {
  const auto field = std::ranges::find(fields, key, [](const auto& each) { return each.key; });
  if (field == fields.end()) return false;
  out.*field->member = value.text();
  return true;
}

Vulnerability read_row(const JsonValue& at, Budget& budget) {
  budget.row();
  Vulnerability out;
  bool has_severity = false;
  at.each_member([&](Key key, const JsonValue& value) {
    if (read_field(kRowTexts, key, value, out)) return;
    if (key == "severity") {
      const auto severity = severity_of(value.text());
      if (!severity) value.unexpected("a severity, as \"high\"");
      out.severity = *severity;
      has_severity = true;
    } else if (key == "cvss") {
      value.each_item([&](const JsonValue& item) {
        budget.memory(sizeof(Cvss));
        out.cvss.push_back(read_cvss(item));
      });
    } else if (key == "extra") {
      out.extra = raw(value);
    }
    for (const auto& field : kRowLists) {
      if (field.key == key) read_texts(value, budget, out.*field.member);
    }
  });
  if (out.id.empty()) at.fail("the key \"id\" is missing or empty; expected one as CVE-2024-3094");
  // As an unknown one it would pass the gate.
  if (!has_severity) at.fail("the key \"severity\" is missing; expected one as \"high\"");
  return out;
}

SuppressedVulnerability read_suppressed(const JsonValue& at, Budget& budget) {
  SuppressedVulnerability out;
  at.each_member([&](Key key, const JsonValue& value) {
    if (key == "reason") out.reason = value.text();
    if (key == "until") {
      out.until = value.text();
      if (!is_day(out.until)) value.unexpected("a day, as 2024-03-29");
    }
    if (key == "vulnerability") out.vulnerability = read_row(value, budget);
  });
  if (out.vulnerability.id.empty()) at.fail("the key \"vulnerability\" is missing");
  return out;
}

void read_image(const JsonValue& at, Budget& budget, ImageReference& out) {
  at.each_member([&](Key key, const JsonValue& value) {
    if (read_field(kImageTexts, key, value, out)) return;
    if (key == "tags") read_texts(value, budget, out.tags);
    if (key == "extra") out.extra = raw(value);
  });
}

void read_scanner(const JsonValue& at, ScanReport& out) {
  at.each_member([&](Key key, const JsonValue& value) {
    if (key == "name") out.scanner_name = value.text();
    if (key == "vendor") out.scanner_vendor = value.text();
    if (key == "version") out.scanner_version = value.text();
  });
}

void read_coverage(const JsonValue& at, Budget& budget, Coverage& out) {
  at.each_member([&](Key key, const JsonValue& value) {
    if (key == "outcome") {
      const auto outcome = outcome_of(value.text());
      if (!outcome) value.unexpected("an outcome, as \"scanned\"");
      out.outcome = *outcome;
    }
    if (key == "os") out.os = value.text();
    if (key == "packages") out.packages = value.number();
    if (key == "data_updated_at") out.data_updated_at = read_time(value);
    if (key == "notes") read_texts(value, budget, out.notes);
    if (key == "extra") out.extra = raw(value);
  });
}

ImageCheck read_check(const JsonValue& at) {
  ImageCheck out;
  at.each_member([&](Key key, const JsonValue& value) {
    if (key == "verdict") {
      const auto verdict = verdict_of(value.text());
      if (!verdict) value.unexpected("unknown, pass or fail");
      out.verdict = *verdict;
    }
    if (key == "reason") out.reason = value.text();
    if (key == "checked_at") out.checked_at = read_time(value);
    if (key == "details") out.details = raw(value);
    if (key == "extra") out.extra = raw(value);
  });
  return out;
}

ScanReport read_report(const JsonValue& at, Budget& budget) {
  budget.memory(sizeof(ScanReport));
  ScanReport out;
  bool has_coverage = false;
  bool has_rows = false;
  at.each_member([&](Key key, const JsonValue& value) {
    if (key == "reference") out.reference = value.text();
    if (key == "image") read_image(value, budget, out.image);
    if (key == "adapter") out.adapter_id = value.text();
    if (key == "scanner") read_scanner(value, out);
    if (key == "started_at") out.started_at = read_time(value);
    if (key == "finished_at") out.finished_at = read_time(value);
    if (key == "coverage") read_coverage(value, budget, out.coverage), has_coverage = true;
    if (key == "scan_metadata") out.scan_metadata = raw(value);
    if (key == "check") out.check = read_check(value);
    if (key == "vulnerabilities") {
      has_rows = true;
      value.each_item(
          [&](const JsonValue& item) { out.vulnerabilities.push_back(read_row(item, budget)); });
    }
    if (key == "suppressed") {
      value.each_item(
          [&](const JsonValue& item) { out.suppressed.push_back(read_suppressed(item, budget)); });
    }
  });
  // Without them an image would look clean that nobody said so of.
  if (!has_coverage) at.fail("the key \"coverage\" is missing");
  if (!has_rows) at.fail("the key \"vulnerabilities\" is missing");
  return out;
}

void require_readable(std::string_view json, const ReadLimits& limits) {
  constexpr int kMaxDepth = kMaxJsonDepth + 8;
  if (json.size() > limits.bytes) {
    Budget::too_large("has more than " + std::to_string(limits.bytes) + " bytes");
  }
  if (is_deeper_than(json, kMaxDepth)) {
    Budget::too_large("has more than " + std::to_string(kMaxDepth) +
                      " objects and lists in each other");
  }
  if (!nlohmann::json::accept(json)) {
    throw AdapterError(ErrorCode::kMalformedData,
                       "the report is no JSON; expected what `-o json` writes");
  }
}

void require_version(const JsonValue& document) {
  bool found = false;
  document.each_member([&](Key key, const JsonValue& value) {
    if (key != "schema_version") return;
    found = true;
    if (value.number() != kReportSchemaVersion) {
      value.unexpected(std::to_string(kReportSchemaVersion) +
                       "; another version of Portside wrote this report");
    }
  });
  if (!found) {
    document.fail("the key \"schema_version\" is missing; expected a report that `-o json` wrote");
  }
}

}  // namespace

std::vector<ScanReport> read_reports(std::string_view json, const ReadLimits& limits) {
  require_readable(json, limits);
  const JsonValue document(json);
  require_version(document);
  Budget budget(limits);
  std::vector<ScanReport> out;
  bool found = false;
  document.each_member([&](Key key, const JsonValue& value) {
    if (key != "reports") return;
    found = true;
    value.each_item([&](const JsonValue& item) { out.push_back(read_report(item, budget)); });
  });
  if (!found) document.fail("the key \"reports\" is missing");
  return out;
}

}  // namespace report

std::vector<ScanReport> reports_from_json(std::string_view json) {
  return report::read_reports(json, {});
}

ScanReport report_from_json(std::string_view json) {
  std::vector<ScanReport> reports = reports_from_json(json);
  if (reports.size() == 1) return std::move(reports.front());
  throw AdapterError(
      ErrorCode::kMalformedData,
      "the document has " + std::to_string(reports.size()) + " reports; expected one");
}

}  // namespace portside
