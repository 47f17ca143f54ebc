// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "portside/api/millis.hpp"

namespace portside {

/// How far a call has come, for people who watch it.
struct Progress {
  /// What is being done, in a word or two: `"pull"`, `"index"`, `"match"`.
  std::string phase;
  /// Steps done and steps in all, in whatever unit the phase has; 0 of 0 when it cannot be known.
  std::uint64_t done = 0;
  std::uint64_t total = 0;
};

/// Deadline, cancellation, progress and identity of one call. Made by the host, one for each call,
/// handed to every [call] method; valid until that method returns.
///
/// An adapter passes it on to everything that can wait (HttpClient, RegistryAccess, run_child) and
/// looks at `cancelled()` in its own loops. One that does neither is abandoned: the host stops
/// waiting shortly after the deadline, drops whatever the call still produces, and reports
/// kDeadlineExceeded.
///
/// All methods are [any]: callable from any thread while the call lasts.
class CallContext {
 public:
  /// Milliseconds until the deadline, 0 once it has passed; a cancellation does not change it.
  /// Every call has a deadline.
  virtual Millis time_left() const noexcept = 0;

  /// True once the caller cancelled or the deadline passed: return soon, with whatever is complete
  /// or by throwing kDeadlineExceeded (when no time is left) or kCancelled (when some is).
  virtual bool cancelled() const noexcept = 0;

  /// Sleeps for `duration` milliseconds, or until the call is cancelled or overdue. Returns false
  /// in the latter case: stop now. The only sleep that an adapter may use.
  virtual bool wait(Millis duration) const noexcept = 0;

  /// A file descriptor that becomes readable once the call is cancelled or overdue, for adapters
  /// that poll descriptors of their own. Owned by the host: do not read, close or keep it. -1 when
  /// the system has no descriptor left; then look at `cancelled()` instead.
  virtual int cancel_fd() const noexcept = 0;

  /// Tells whoever watches how far the call is. Cheap; may be called often.
  virtual void progress(const Progress& progress) const noexcept = 0;

  /// Identifies the call in logs on both sides. Never empty.
  virtual std::string request_id() const = 0;

  /// The W3C `traceparent` value to pass on, or "" when the caller is not traced.
  virtual std::string traceparent() const = 0;

 protected:
  ~CallContext() = default;
};

}  // namespace portside
