// SPDX-License-Identifier: Apache-2.0
//
// How a scan ends: the report that is stored, or the error; and what the scanner is told.
#include <algorithm>
#include <utility>

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
  return commit(std::move(outcome));
}

ScanReport ScanRun::report_of(ScanSummary summary) {
  ScanReport report;
  report.reference = name();
  report.image = request_.image;
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
  ScanOutcome outcome;
  outcome.unchanged = true;
  outcome.report = *previous_;
  outcome.report.started_at = started_at_;
  outcome.report.finished_at = parts_.now();
  return commit(std::move(outcome));
}

Turn ScanRun::commit(ScanOutcome outcome) {
  {
    const std::scoped_lock lock(parts_.commit_mutex);
    if (job_.cancelled()) return over(was_cancelled());
    try {
      parts_.reports->put(outcome.report);
    } catch (const AdapterError& error) {
      return over(error);
    }
  }
  Turn turn;
  turn.outcome = std::move(outcome);
  return turn;
}

/// The scan ends though its scanner may still be at work.
Turn ScanRun::give_up(AdapterError error) {
  if (continuation_) abandon();
  return over(std::move(error));
}

Turn ScanRun::over(AdapterError error) {
  Turn turn;
  turn.error = std::move(error);
  return turn;
}

void ScanRun::abandon() noexcept {
  const Millis limit =
      std::min(parts_.options.abandon_deadline, parts_.last_abandon.load() - parts_.steady_now());
  std::string note;
  try {
    if (limit <= 0) {
      note = "the host had no time left to tell the scanner";
    } else {
      const Call call({.deadline = limit});
      adapter_->abandon_scan(request_, *continuation_, call.context());
    }
  } catch (const std::exception& error) {
    note = error.what();
  }
  job_.board().event(ScanEvent::kAbandoned, note);
}

AdapterError ScanRun::overdue() const {
  return AdapterError(ErrorCode::kDeadlineExceeded, "the scan of " + name() + " by " +
                                                        order_.adapter_id + " took longer than " +
                                                        std::to_string(deadline_) +
                                                        " ms; allow it more time, or ask why the "
                                                        "scanner needs so long");
}

AdapterError ScanRun::was_cancelled() const {
  return AdapterError(ErrorCode::kCancelled,
                      "the scan of " + name() + " by " + order_.adapter_id + " was cancelled");
}

std::string ScanRun::name() const {
  return order_.reference.empty() ? order_.image.repository + "@" + order_.image.digest
                                  : order_.reference;
}

}  // namespace portside::scan
