// SPDX-License-Identifier: Apache-2.0
#include "clair/policy_check.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace portside::clair {
namespace {

/// Follows `3 vulnerabilities`.
std::string rule_text(const CheckPolicy& policy) {
  static constexpr const char* kWords[] = {"none",   "unknown", "negligible", "low",
                                           "medium", "high",    "critical"};
  return std::string(policy.fixable_only ? "with a fix and " : "") + "of severity " +
         kWords[static_cast<std::size_t>(policy.fail_on)] + " or above";
}

}  // namespace

bool PolicyCheck::counts(const Vulnerability& row) const {
  if (row.severity < policy_.fail_on) return false;
  if (policy_.fixable_only && row.fixed_version.empty()) return false;
  return std::find(policy_.allow.begin(), policy_.allow.end(), row.id) == policy_.allow.end();
}

void PolicyCheck::vulnerability(const Vulnerability& row) {
  ++rows_;
  if (!counts(row)) return;
  ++failing_;
  // The same text whatever the order in which Clair tells them.
  const std::string text = row.id + " in " + row.package;
  if (first_.empty() || row.severity > worst_ || (row.severity == worst_ && text < first_)) {
    worst_ = row.severity;
    first_ = text;
  }
}

ByteSink& PolicyCheck::document(const std::string&) {
  return nothing_;
}

ImageCheck PolicyCheck::judge(const Coverage& coverage, Millis now) const {
  ImageCheck check;
  check.checked_at = now;
  check.details.text = nlohmann::json{{"vulnerabilities", rows_}, {"failing", failing_}}.dump();
  std::string found = std::to_string(failing_) +
                      (failing_ == 1 ? " vulnerability " : " vulnerabilities ") +
                      rule_text(policy_);
  if (failing_ > 0) found += ", such as " + first_;
  if (policy_.max_vulnerabilities > 0) {
    found += "; " + std::to_string(policy_.max_vulnerabilities) + " allowed";
  }
  if (failing_ > policy_.max_vulnerabilities) {
    check.verdict = CheckVerdict::kFail;
    check.reason = std::move(found);
    return check;
  }
  if (coverage.outcome != CoverageOutcome::kScanned) {
    check.reason = coverage.notes.empty() ? "Clair's answer does not cover this image"
                                          : coverage.notes.front();
    return check;
  }
  check.verdict = CheckVerdict::kPass;
  check.reason = failing_ > 0 ? std::move(found)
                              : "no vulnerability " + rule_text(policy_) + " is known to Clair";
  return check;
}

}  // namespace portside::clair
