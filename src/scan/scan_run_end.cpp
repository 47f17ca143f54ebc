// SPDX-License-Identifier: Apache-2.0
//
// How a scan ends well: the report that is stored.
#include <utility>

#include "scan/readable_report.hpp"
#include "scan/scan_run.hpp"

namespace portside::scan {
namespace {

constexpr const char* kSaidNothing =
    "the scanner did not say what it looked at, so that nothing can be concluded from what it "
    "did not find; ask the plugin's vendor";

/// What a host takes for an answer (CoverageOutcome).
Coverage judged(Coverage coverage) {
  switch (coverage.outcome) {
    case CoverageOutcome::kScanned:
    case CoverageOutcome::kUnsupported:
    case CoverageOutcome::kNoData:
    case CoverageOutcome::kNothingToScan: return coverage;
    default: break;
  }
  coverage.outcome = CoverageOutcome::kNoData;
  coverage.notes.emplace_back(kSaidNothing);
  return coverage;
}

}  // namespace

Turn ScanRun::done(ScanSummary summary) {
  ScanOutcome outcome;
  outcome.report = report_of(std::move(summary));
  outcome.documents = std::move(kept_.documents);
  unstored_ = std::move(outcome);
  return commit();
}

ScanReport ScanRun::report_of(ScanSummary summary) {
  ScanReport report;
  report.reference = name();
  report.image = request_->image;
  report.adapter_id = order_.adapter_id;
  report.scanner_name = info_->name;
  report.scanner_vendor = info_->vendor;
  report.scanner_version =
      summary.scanner_version.empty() ? info_->version : std::move(summary.scanner_version);
  report.started_at = started_at_;
  report.finished_at = parts_.now();
  report.coverage = judged(std::move(summary.coverage));
  report.scan_metadata = std::move(summary.metadata);
  report.check = std::move(summary.check);
  report.vulnerabilities = std::move(kept_.vulnerabilities);
  return report;
}

/// (The guard lets it pass only where there is a report.)
Turn ScanRun::unchanged() {
  unstored_.emplace();
  unstored_->unchanged = true;
  unstored_->report = *previous_;
  return commit();
}

/// Called again when the store fails in a way that passes. What is there may have been stored while
/// this scan went on; nobody takes the report of a scan that began later away. A report from the
/// future was made by a wrong clock and is none such.
Turn ScanRun::commit() {
  {
    const std::scoped_lock lock(parts_.commit_mutex);
    if (job_.cancelled()) return over(was_cancelled());
    auto there = readable_report(*parts_.reports, order_.image.digest, order_.adapter_id);
    const bool is_newer =
        there && there->started_at > started_at_ && there->started_at <= parts_.now();
    if (unstored_->unchanged) {
      if (there) unstored_->report = std::move(*there);
      if (!is_newer) renew(unstored_->report);
    }
    if (!is_newer) parts_.reports->put(unstored_->report);
  }
  Turn turn;
  turn.outcome = std::make_unique<ScanOutcome>(std::move(*unstored_));
  return turn;
}

/// What is new of a report that still holds.
void ScanRun::renew(ScanReport& report) const {
  report.started_at = started_at_;
  report.finished_at = parts_.now();
  if (!order_.reference.empty()) report.reference = order_.reference;
  if (!order_.image.tags.empty()) report.image.tags = order_.image.tags;
}

std::string ScanRun::name() const {
  return order_.reference.empty() ? order_.image.repository + "@" + order_.image.digest
                                  : order_.reference;
}

}  // namespace portside::scan
