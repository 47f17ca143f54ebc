// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "portside/api/millis.hpp"

namespace portside::http {

/// Spares servers that do not answer, and callers the wait for them: after five failures in a row a
/// target is not asked for 10 s; then one request goes through, and its end decides. [any]
class CircuitBreaker {
 public:
  /// Milliseconds for which `target` is not asked, or nothing when it may be. `now` is a steady
  /// clock's. Each admission is followed by one succeeded(), failed() or given_up().
  std::optional<Millis> refused(const std::string& target, Millis now);

  /// It answered, whatever it said.
  void succeeded(const std::string& target);
  /// No connection, or none that held until the answer's header, for a request that began at
  /// `begun`. Requests that were under way together count once: they may have shared a connection.
  /// `why` is kept for last_failure().
  void failed(const std::string& target, Millis begun, Millis now, const std::string& why = {});
  /// The caller did not wait, or not long enough: that says nothing.
  void given_up(const std::string& target);

  /// Why the last request to `target` failed; "" when it did not.
  std::string last_failure(const std::string& target);

 private:
  struct State {
    int failures = 0;
    Millis open_until = 0;
    Millis last_failure = 0;
    /// A request is under way that decides, until then; one that takes longer does not.
    Millis trying_until = 0;
    std::string why;
  };

  std::mutex mutex_;
  /// Only targets that failed last.
  std::map<std::string, State> states_;
};

}  // namespace portside::http
