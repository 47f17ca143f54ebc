// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string>

#include "portside/host/overview.hpp"
#include "portside/host/report_writers.hpp"
#include "report/coverage_sentence.hpp"
#include "report/grid.hpp"
#include "report/row_order.hpp"
#include "report/shown_text.hpp"
#include "report/time_text.hpp"

namespace portside {
namespace report {
namespace {

constexpr std::string_view kAlarm = "1;31";
constexpr std::string_view kWarning = "33";
constexpr std::string_view kGood = "32";
constexpr std::size_t kMaxSuppressed = 20;

std::string_view colour_of(Severity severity) {
  switch (severity) {
    case Severity::kCritical: return "1;31";
    case Severity::kHigh: return "31";
    case Severity::kMedium: return "33";
    case Severity::kLow: return "36";
    default: return "";
  }
}

class TableWriter {
 public:
  TableWriter(const TableStyle& style, ByteSink& out) : style_(style), out_(out) {}

  void write(const ScanReport& report) {
    write_head(report);
    write_coverage(report);
    if (!report.vulnerabilities.empty()) write_rows(report);
    write_suppressed(report);
    if (report.check) write_check(*report.check);
  }

  void write_sum(std::span<const ScanReport> reports) {
    Overview all;
    std::size_t incomplete = 0;
    for (const ScanReport& report : reports) {
      all += overview_of(report.vulnerabilities);
      if (!is_complete(report)) ++incomplete;
    }
    line("\n" + std::to_string(reports.size()) + " images: " + sum_of(all), "1");
    if (incomplete > 0) {
      line(std::to_string(incomplete) + " of them NOT SCANNED: nothing is known about those",
           kAlarm);
    }
  }

 private:
  std::string shown(std::string_view text) const { return shown_text(text, style_.ascii); }

  void line(const std::string& text, std::string_view colour = {}) {
    out_.write(painted(text, colour, style_) + '\n');
  }

  /// Sentences break where the terminal ends.
  void paragraph(const std::string& text, std::string_view indent, std::string_view colour) {
    constexpr std::size_t kSmallest = 20;
    const bool any_width = style_.width < indent.size() + kSmallest;
    const std::size_t width = any_width ? text.size() + 1 : style_.width - indent.size();
    for (const std::string& part : wrapped(text, width)) {
      line(std::string(indent) + part, colour);
    }
  }

  void write_head(const ScanReport& report) {
    const ImageReference& image = report.image;
    line(shown(report.reference.empty() ? image.repository : report.reference), "1");
    if (!image.digest.empty()) {
      line("  " + shown(image.digest) +
           (image.platform.empty() ? "" : "  " + shown(image.platform)));
    }
    std::string by = "scanned by " + shown(report.scanner_name);
    if (!report.scanner_version.empty()) by += ' ' + shown(report.scanner_version);
    if (!report.adapter_id.empty()) by += " (adapter " + shown(report.adapter_id) + ')';
    const Coverage& coverage = report.coverage;
    if (!coverage.os.empty()) by += "; " + shown(coverage.os);
    if (coverage.packages > 0) by += "; " + counted(coverage.packages, "package");
    if (coverage.data_updated_at) by += "; data of " + day_text(*coverage.data_updated_at);
    paragraph(by, "  ", "");
  }

  void write_coverage(const ScanReport& report) {
    const bool found_some = !report.vulnerabilities.empty();
    if (!is_complete(report)) {
      paragraph("NOT SCANNED: " + shown(coverage_sentence(report)), "  ", kAlarm);
      if (found_some) {
        paragraph("What follows is not all that there may be.", "  ", kAlarm);
      }
    } else if (found_some) {
      line("  " + sum_of(overview_of(report.vulnerabilities)));
    } else {
      const bool looked = report.coverage.outcome == CoverageOutcome::kScanned;
      paragraph(shown(coverage_sentence(report)), "  ", looked ? kGood : kWarning);
    }
    for (const std::string& note : report.coverage.notes) {
      paragraph("note: " + shown(note), "  ", kWarning);
    }
  }

  std::string sum_of(const Overview& overview) const {
    std::string out = counted(overview.total, "vulnerability");
    std::string_view before = ": ";
    for (std::size_t i = kSeverities.size(); i-- > 0;) {
      if (overview.counts[i] == 0) continue;
      out += before;
      out += painted(
          std::to_string(overview.counts[i]) + ' ' + std::string(severity_title(kSeverities[i])),
          colour_of(kSeverities[i]), style_);
      before = ", ";
    }
    if (overview.total > 0) out += "; " + std::to_string(overview.fixable) + " with a fix";
    return out;
  }

  void write_rows(const ScanReport& report) {
    using Give = Grid::Give;
    Grid grid({{"Package", Give::kWrap},
               {"Vulnerability", Give::kKeep},
               {"Severity", Give::kKeep},
               {"Status", Give::kLeaveOut},
               {"Installed", Give::kWrap},
               {"Fixed", Give::kWrap},
               {"Title", Give::kCut}});
    for (const Vulnerability& row : in_order(report.vulnerabilities)) {
      grid.add_row({{shown(row.package)},
                    {shown(row.id)},
                    {std::string(severity_title(row.severity)), colour_of(row.severity)},
                    {shown(row.status)},
                    {shown(row.version)},
                    {shown(row.fixed_version)},
                    {shown(row.title)}});
    }
    grid.write(style_, out_);
  }

  void write_suppressed(const ScanReport& report) {
    if (report.suppressed.empty()) return;
    line("  " + std::to_string(report.suppressed.size()) + " suppressed, not counted:");
    std::size_t count = 0;
    for (const SuppressedVulnerability& row : in_order(report.suppressed)) {
      if (++count > kMaxSuppressed) {
        return line("    and " + std::to_string(report.suppressed.size() - kMaxSuppressed) +
                    " more");
      }
      std::string text = shown(row.vulnerability.id) + " in " + shown(row.vulnerability.package);
      if (!row.until.empty()) text += ", until " + shown(row.until);
      if (!row.reason.empty()) text += ": " + shown(row.reason);
      paragraph(text, "    ", "");
    }
  }

  void write_check(const ImageCheck& check) {
    const bool failed = check.verdict == CheckVerdict::kFail;
    const bool passed = check.verdict == CheckVerdict::kPass;
    std::string text = "the scanner's own check: ";
    text += failed ? "failed" : passed ? "passed" : "it cannot say";
    if (!check.reason.empty()) text += ": " + shown(check.reason);
    paragraph(text, "  ", failed ? kAlarm : passed ? kGood : kWarning);
  }

  const TableStyle& style_;
  ByteSink& out_;
};

}  // namespace
}  // namespace report

void write_table(std::span<const ScanReport> reports, const TableStyle& style, ByteSink& out) {
  report::TableWriter writer(style, out);
  for (const ScanReport& each : reports) {
    if (&each != reports.data()) out.write("\n");
    writer.write(each);
  }
  if (reports.size() > 1) writer.write_sum(reports);
  if (reports.empty()) out.write("no reports\n");
}

}  // namespace portside
