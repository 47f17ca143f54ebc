// SPDX-License-Identifier: Apache-2.0
#include "portside/host/gate.hpp"

#include "portside/host/overview.hpp"
#include "report/coverage_sentence.hpp"
#include "words/quoted.hpp"

namespace portside {
namespace {

struct Count {
  std::size_t failing = 0;
  /// Passed because nobody knows how bad they are.
  std::size_t unknown = 0;
  std::size_t not_scanned = 0;
  const ScanReport* first_not_scanned = nullptr;
};

Count count(std::span<const ScanReport> reports, const GateRules& rules) {
  Count out;
  for (const ScanReport& report : reports) {
    if (!is_complete(report)) {
      if (++out.not_scanned == 1) out.first_not_scanned = &report;
    }
    if (!rules.fail_on) continue;
    for (const Vulnerability& row : report.vulnerabilities) {
      if (rules.ignore_unfixed && row.fixed_version.empty()) continue;
      const Severity severity = known_severity(row.severity);
      if (severity >= *rules.fail_on) {
        ++out.failing;
      } else if (severity == Severity::kUnknown) {
        ++out.unknown;
      }
    }
  }
  return out;
}

std::string rule_text(const GateRules& rules) {
  std::string out = "severity " + std::string(severity_word(*rules.fail_on));
  if (rules.fail_on != Severity::kCritical) out += " or worse";
  if (rules.ignore_unfixed) out += " with a fix";
  return out;
}

std::string not_scanned_text(const Count& count) {
  if (count.not_scanned == 0) return "";
  std::string out = report::counted(count.not_scanned, "image") +
                    (count.not_scanned == 1 ? " was" : " were") + " not scanned: ";
  out += words::shortened(count.first_not_scanned->reference);
  return out + (count.not_scanned > 1 ? ", ..." : "");
}

}  // namespace

GateVerdict judge(std::span<const ScanReport> reports, const GateRules& rules) {
  const Count counts = count(reports, rules);
  const std::string not_scanned = not_scanned_text(counts);
  if (reports.empty()) return {GateOutcome::kIncomplete, "no image was scanned"};
  if (counts.failing > 0) {
    std::string sentence =
        "found " + report::counted(counts.failing, "vulnerability") + " of " + rule_text(rules);
    if (!not_scanned.empty()) sentence += "; " + not_scanned;
    return {GateOutcome::kFailed, std::move(sentence)};
  }
  if (!not_scanned.empty()) return {GateOutcome::kIncomplete, not_scanned};
  if (!rules.fail_on) return {GateOutcome::kPassed, "no rule was given"};
  std::string sentence = "found no vulnerabilities of " + rule_text(rules);
  if (counts.unknown > 0) {
    sentence += "; " + report::counted(counts.unknown, "vulnerability") +
                " of unknown severity did not count (they do with unknown)";
  }
  return {GateOutcome::kPassed, std::move(sentence)};
}

}  // namespace portside
