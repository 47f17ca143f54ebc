// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "http/circuit_breaker.hpp"
#include "http/exchange.hpp"
#include "http/retry_budget.hpp"
#include "http/url.hpp"
#include "portside/api/error.hpp"

namespace portside::http {

struct ClientOptions;

/// What a client's requests share, and how their attempts are judged. [any]
class ClientCore {
 public:
  /// As Client's constructor.
  explicit ClientCore(const ClientOptions& options);

  const std::shared_ptr<const Transport>& transport() const noexcept { return transport_; }

  /// The origin of a request that may be sent. Throws kInvalidArgument.
  std::string admit(const HttpRequest& request);

  /// Before each attempt. Returns when it began. Throws when the origin is left alone for a while.
  Millis begin_attempt(const std::string& origin);
  /// After each attempt that had an end.
  void note(const std::string& origin, const Attempt& attempt, Millis begun);
  /// After each that had none.
  void note_none(const std::string& origin) { breaker_.given_up(origin); }

  /// Whether another attempt may follow the one with this number (from 1).
  static bool may_repeat(const HttpRequest& request, unsigned number) noexcept;
  /// The pause before the next attempt, or nothing when the call has no time for one, it would not
  /// help, or the target had too many of them.
  std::optional<Millis> pause_before_next(const Attempt& attempt, const std::string& origin,
                                          unsigned number, Millis left);
  /// What goes to the sink while another attempt may follow: no answer that it would replace.
  static Wants wants_final(Wants wants);

  /// The answer of the last attempt. Throws when there is none. `limit` is what it was given.
  HttpResponse result(Attempt attempt, const std::string& origin, Millis limit) const;

  /// Passes on what wants_final() kept from the sink, where no attempt followed.
  static void pass_on_kept_body(HttpResponse& response, ByteSink* body, const Wants& wants);

 private:
  std::string admit(std::string origin, const std::string& host);

  const std::shared_ptr<const Transport> transport_;
  /// The host of each.
  std::map<std::string, std::string> origins_;
  const bool any_origin_;
  const ErrorCode unreachable_;
  CircuitBreaker breaker_;
  RetryBudget retries_;
};

}  // namespace portside::http
