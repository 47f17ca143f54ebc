// SPDX-License-Identifier: Apache-2.0
//
// Scanners take seconds to hours. A scan is therefore a row of short steps: an adapter never blocks
// a thread while its scanner works, it returns a pending step and is resumed. A host can stop and
// start again between two steps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "portside/api/coverage.hpp"
#include "portside/api/http_client.hpp"
#include "portside/api/image_check.hpp"
#include "portside/api/json.hpp"
#include "portside/api/millis.hpp"

namespace portside {

/// The part of a report that is not rows.
struct ScanSummary {
  Coverage coverage;
  /// Opaque to the host, kept with the report and given back as Previous::scan_metadata.
  Json metadata;
  /// The scanner's judgement, when it has one and the scan already learned it.
  std::optional<ImageCheck> check;
  /// Version of the scanner that did the work; "" for the version in ScannerInfo.
  std::string scanner_version;
  Json extra;
};

enum class StepKind : std::int32_t {
  kDone = 0,       ///< the report is complete: `summary` holds
  kPending = 1,    ///< not yet: `continuation` and one of `await`, `retry_after` hold
  kUnchanged = 2,  ///< the previous report still holds; rows of this scan are thrown away
};

/// The largest continuation that a host stores, in bytes.
inline constexpr std::size_t kMaxContinuationBytes = 16 * 1024;

/// What one step of a scan came to. Build it with done(), pending_for(), pending_on(),
/// pending_on_after() or unchanged().
struct ScanStep {
  StepKind kind = StepKind::kDone;

  /// kDone only.
  ScanSummary summary;

  /// kPending: what the adapter needs to go on, a JSON value of at most kMaxContinuationBytes.
  /// Stored with the job and possibly resumed by another process: no secrets, no pointers.
  Json continuation;

  /// kPending: milliseconds until the scan is to be resumed, more than 0; with `await`, until the
  /// request is to be sent, 0 for at once.
  Millis retry_after = 0;

  /// kPending: a request that the host sends without holding a thread; the scan is resumed with its
  /// answer. May carry credentials: it is never stored. After a restart of the host the answer is
  /// lost and the scan is resumed without one.
  std::optional<HttpRequest> await;

  /// One line for whoever watches: `"indexing"`, `"waiting in the queue"`.
  std::string note;
  Json extra;

  static ScanStep done(ScanSummary summary) {
    ScanStep step;
    step.summary = std::move(summary);
    return step;
  }
  static ScanStep unchanged() {
    ScanStep step;
    step.kind = StepKind::kUnchanged;
    return step;
  }
  /// Resume after `pause` milliseconds.
  static ScanStep pending_for(Millis pause, Json continuation, std::string note = {}) {
    ScanStep step;
    step.kind = StepKind::kPending;
    step.retry_after = pause;
    step.continuation = std::move(continuation);
    step.note = std::move(note);
    return step;
  }
  /// Resume with the answer to `request`.
  static ScanStep pending_on(HttpRequest request, Json continuation, std::string note = {}) {
    ScanStep step;
    step.kind = StepKind::kPending;
    step.await = std::move(request);
    step.continuation = std::move(continuation);
    step.note = std::move(note);
    return step;
  }
  /// Send `request` after `pause` milliseconds, and resume with its answer: to look again and again
  /// costs half the steps then. Not for requests that are signed for a short time. Where the
  /// adapter was configured anew meanwhile, the scan is resumed without an answer instead.
  static ScanStep pending_on_after(Millis pause, HttpRequest request, Json continuation,
                                   std::string note = {}) {
    ScanStep step = pending_on(std::move(request), std::move(continuation), std::move(note));
    step.retry_after = pause;
    return step;
  }
};

}  // namespace portside
