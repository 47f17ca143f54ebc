// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "portside/api/error.hpp"
#include "portside/api/scan_request.hpp"
#include "portside/api/scanner_adapter.hpp"
#include "portside/host/vulnerability_report.hpp"
#include "runtime/step_call.hpp"
#include "scan/job.hpp"
#include "scan/scan_parts.hpp"
#include "scan/watched_access.hpp"

namespace portside::scan {

/// What came of an awaited request.
struct Awaited {
  /// Status 0 when no answer came.
  HttpResponse response = {};
  /// The request must not be sent: the adapter's mistake.
  std::optional<AdapterError> refused = std::nullopt;
};

/// What a scan waits for after a turn.
struct Turn {
  enum class Then : std::uint8_t {
    kPause,  ///< until `resume_at`
    kAwait,  ///< `request`, sent at `resume_at`
    kOver,   ///< nothing: `outcome` or `error` holds
  };
  Then then = Then::kOver;
  /// By ScanParts::steady_now; 0 for at once.
  Millis resume_at = 0;
  /// Of the scan, by the same clock.
  Millis deadline_at = 0;
  HttpRequest request = {};
  /// With `resume_at`: through which it would go by the adapter that made it; null for none.
  std::shared_ptr<HttpClient> client = nullptr;
  /// Milliseconds for the request.
  Millis limit = 0;
  std::unique_ptr<ScanOutcome> outcome = nullptr;
  std::optional<AdapterError> error = std::nullopt;
};

/// Gets what a turn came to; does not throw.
using OnTurnEnd = std::function<void(Turn)>;

/// One scan's conversation with its adapter, a turn after the other: what is asked when, what is
/// kept, what is tried again, and how it ends. Starts no threads.
class ScanRun {
 public:
  ScanRun(ScanParts& parts, Job& job);

  /// `awaited` after Turn::Then::kAwait. `on_end` is called once: by this thread, and true is
  /// returned; or by another one when the adapter's step was given up. This thread is then left to
  /// the adapter: when it comes back after all, false is returned, and the run may be gone.
  bool turn(std::optional<Awaited> awaited, OnTurnEnd on_end) noexcept;

 private:
  std::optional<Turn> turn_without_step(const std::optional<Awaited>& awaited);
  std::shared_ptr<runtime::StepCall> step_call(std::optional<Awaited> awaited);
  bool make_step(const std::shared_ptr<const runtime::StepCall>& step, OnTurnEnd on_end);
  Turn step_ended(bool has_answer, runtime::StepEnd end) noexcept;
  void begin_call();
  void end_call();
  void prepare(const CallContext& context);
  void look_up_previous();
  void read_types(const CallContext& context);
  std::string why_unsupported() const;
  Turn after(ScanStep step);
  void keep_rows();
  Turn failed(AdapterError error);
  Turn try_again(AdapterError error);
  Turn again_afresh();
  Turn give_up(AdapterError error);
  Turn over(AdapterError error);
  void abandon() noexcept;

  Turn done(ScanSummary summary);
  Turn unchanged();
  Turn commit();
  void renew(ScanReport& report) const;
  ScanReport report_of(ScanSummary summary);

  Millis left() const { return deadline_at_ - parts_.steady_now(); }
  AdapterError overdue() const;
  AdapterError was_cancelled() const;
  std::string name() const;

  ScanParts& parts_;
  Job& job_;
  const ScanOrder& order_;
  const Millis deadline_;
  /// By ScanParts::steady_now; set by the first turn.
  Millis deadline_at_ = 0;
  Millis started_at_ = 0;
  bool begun_ = false;

  std::shared_ptr<ScannerAdapter> adapter_;
  std::optional<ScannerInfo> info_;
  std::shared_ptr<WatchedAccess> access_;
  /// Of a manifest that was read for its types.
  std::string read_why_unsupported_;
  /// "" for an image that scanners look at.
  std::string why_unsupported_;
  bool has_looked_up_ = false;
  std::optional<ScanReport> previous_;
  /// Shared with the steps: a thread that is left to the adapter may read it at any time.
  const std::shared_ptr<ScanRequest> request_ = std::make_shared<ScanRequest>();
  /// From now on the request does not change.
  bool is_prepared_ = false;

  /// Of the turn that is under way. A thread that is left to the adapter keeps nothing but the
  /// call.
  std::optional<CollectingReportSink> sink_;
  std::shared_ptr<Call> call_;
  std::optional<Job::Running> running_;

  /// Holds while a scanner may work.
  std::optional<Json> continuation_;
  bool began_afresh_ = false;
  /// Calls in a row that failed, those between them that only sent a request again left out.
  unsigned failures_ = 0;
  std::size_t kept_bytes_ = 0;
  VulnerabilityReport kept_;
  /// What the scan came to, from its last step on until it is stored.
  std::optional<ScanOutcome> unstored_;
};

}  // namespace portside::scan
