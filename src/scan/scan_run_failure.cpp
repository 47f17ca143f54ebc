// SPDX-License-Identifier: Apache-2.0
//
// What follows an error: the retry, the scan afresh, or the end; and what the scanner is told.
#include <algorithm>
#include <utility>

#include "scan/current_error.hpp"
#include "scan/scan_run.hpp"
#include "scan/scanner_is_through.hpp"
#include "words/duration_text.hpp"

namespace portside::scan {
namespace {

constexpr Millis kLongestPause = 60'000;
/// Bytes that arrive damaged twice are damaged where they are kept.
constexpr unsigned kIntegrityAttempts = 2;

}  // namespace

/// The step's rows are gone, those of earlier steps stay: the adapter is asked the same again, but
/// without the answer that it awaited, which may be what it failed of. What the store failed to
/// take is kept, and the adapter not asked.
Turn ScanRun::failed(AdapterError error) {
  if (job_.cancelled()) return give_up(was_cancelled());
  const bool is_stale = continuation_ && error.code == ErrorCode::kStaleContinuation;
  if (is_stale && !began_afresh_) return again_afresh();
  if (is_stale || !error.can_retry) return give_up(std::move(error));
  return try_again(std::move(error));
}

Turn ScanRun::try_again(AdapterError error) {
  unsigned attempts = parts_.options.attempts;
  if (error.code == ErrorCode::kIntegrity) attempts = std::min(attempts, kIntegrityAttempts);
  ++failures_;
  Millis pause = parts_.options.first_pause;
  for (unsigned i = 1; i < failures_ && pause < kLongestPause; ++i) pause *= 2;
  pause = std::max<Millis>(error.retry_after.value_or(std::min(pause, kLongestPause)), 0);
  if (pause >= left()) {
    return give_up(error.code == ErrorCode::kDeadlineExceeded ? overdue() : std::move(error));
  }
  if (failures_ >= attempts) return give_up(std::move(error));
  Turn turn;
  turn.then = Turn::Then::kPause;
  turn.resume_at = parts_.steady_now() + pause;
  job_.board().step_failed();
  job_.board().event(ScanEvent::kRetry, error.message);
  job_.board().set_attempt(failures_ + 1);
  return turn;
}

Turn ScanRun::again_afresh() {
  began_afresh_ = true;
  continuation_.reset();
  kept_ = {};
  kept_bytes_ = 0;
  Turn turn;
  turn.then = Turn::Then::kPause;
  turn.resume_at = parts_.steady_now();
  job_.board().reset();
  job_.board().event(ScanEvent::kRetry, "the scan begins afresh");
  return turn;
}

/// The scan ends though its scanner may still be at work.
Turn ScanRun::give_up(AdapterError error) {
  if (continuation_ && !scanner_is_through(error)) abandon();
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
      adapter_->abandon_scan(*request_, *continuation_, call.context());
    }
  } catch (...) {
    note = current_error("abandon_scan").message;
  }
  job_.board().event(ScanEvent::kAbandoned, note);
}

AdapterError ScanRun::overdue() const {
  return AdapterError(ErrorCode::kDeadlineExceeded,
                      "the scan of " + name() + " by " + order_.adapter_id + " took longer than " +
                          words::duration_text(deadline_) +
                          "; allow it more time, or ask why the scanner needs so long");
}

AdapterError ScanRun::was_cancelled() const {
  return AdapterError(ErrorCode::kCancelled,
                      "the scan of " + name() + " by " + order_.adapter_id + " was cancelled");
}

}  // namespace portside::scan
