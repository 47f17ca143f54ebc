// SPDX-License-Identifier: Apache-2.0
#include "http/client.hpp"

#include <algorithm>
#include <chrono>
#include <random>
#include <utility>

#include "http/backoff.hpp"
#include "http/request_rules.hpp"
#include "http/url.hpp"

namespace portside::http {
namespace {

constexpr unsigned kMaxAttempts = 3;
/// A server that wants a longer pause is left alone: its answer says so to the caller.
constexpr Millis kLongestPause = 30'000;

Millis steady_now() {
  using std::chrono::duration_cast, std::chrono::milliseconds, std::chrono::steady_clock;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

Millis system_now() {
  using std::chrono::duration_cast, std::chrono::milliseconds, std::chrono::system_clock;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::uint32_t random_number() {
  thread_local std::minstd_rand engine{std::random_device{}()};
  return static_cast<std::uint32_t>(engine()) << 1U;
}

Transport transport_of(const ClientOptions& options) {
  const HttpOptions& http = options.http;
  if (http.client_cert.empty() != http.client_key.empty()) {
    throw AdapterError(ErrorCode::kInvalidArgument,
                       "a client certificate needs its key, and a key its certificate; name both "
                       "files or neither");
  }
  const bool tls = options.any_origin || std::ranges::any_of(http.origins, [](const auto& origin) {
                     return parse_url(origin).scheme == "https";
                   });
  return {tls && !http.insecure ? TrustStore::of(http.ca_file) : nullptr,
          http.client_cert,
          http.client_key,
          http.proxy,
          options.no_proxy,
          http.insecure};
}

AdapterError ended(const Attempt& attempt, const std::string& origin, Millis limit) {
  if (attempt.end == Attempt::End::kCancelled) {
    return AdapterError(ErrorCode::kCancelled,
                        "the call was cancelled while waiting for " + origin);
  }
  return AdapterError(ErrorCode::kDeadlineExceeded,
                      origin + " did not answer within " + std::to_string(limit) + " ms");
}

/// The pause before the next attempt, or nothing when there is none.
std::optional<Millis> pause_before_next(const Attempt& attempt, unsigned number, Millis left) {
  Millis pause = backoff(number, random_number());
  if (attempt.end == Attempt::End::kAnswered) {
    if (!is_transient(attempt.response.status)) return std::nullopt;
    pause = retry_after(attempt.response.headers, system_now()).value_or(pause);
  } else if (attempt.end != Attempt::End::kUnreachable) {
    return std::nullopt;
  }
  if (pause > kLongestPause || pause >= left) return std::nullopt;
  return pause;
}

/// No attempt follows after all.
void pass_on_kept_body(HttpResponse& response, ByteSink* body, const Wants& wants) {
  if (body == nullptr || response.body.empty() || (wants && !wants(response))) return;
  body->write(response.body);
  response.body.clear();
}

}  // namespace

Client::Client(ClientOptions options)
    : transport_(transport_of(options)),
      any_origin_(options.any_origin),
      unreachable_(options.unreachable) {
  for (const std::string& origin : options.http.origins) {
    origins_.insert(parse_url(origin).origin());
  }
  if (!options.http.proxy.empty()) check_proxy(options.http.proxy);
}

void Client::check_origin(const std::string& origin) const {
  if (any_origin_ || origins_.contains(origin)) return;
  throw AdapterError(ErrorCode::kInvalidArgument,
                     origin +
                         " is none of the origins that this client was made for (see "
                         "HttpOptions::origins)");
}

Attempt Client::attempt(const HttpRequest& request, const std::string& origin, ByteSink* body,
                        const Wants& wants, const CallContext& context, Millis limit) {
  if (const auto pause = breaker_.refused(origin, steady_now())) {
    AdapterError error(unreachable_,
                       origin +
                           " did not answer several times in a row and is not asked again for " +
                           std::to_string(*pause) + " ms");
    error.retry_in(*pause);
    throw error;
  }
  auto handle = handles_.take();
  try {
    Attempt attempt = transfer(*handle, transport_, request, body, wants, context, limit);
    switch (attempt.end) {
      case Attempt::End::kAnswered: breaker_.succeeded(origin); break;
      case Attempt::End::kCancelled: breaker_.given_up(origin); break;
      default: breaker_.failed(origin, steady_now()); break;
    }
    handles_.give_back(std::move(handle));
    return attempt;
  } catch (...) {
    breaker_.given_up(origin);
    throw;
  }
}

HttpResponse Client::send(const HttpRequest& request, ByteSink* body, const CallContext& context,
                          const Wants& wants) {
  check_request(request);
  const std::string origin = parse_url(request.url).origin();
  check_origin(origin);
  for (unsigned number = 1;; ++number) {
    const Millis left = context.time_left();
    const Millis limit = request.timeout > 0 ? std::min(request.timeout, left) : left;
    const bool may_repeat = request.idempotent && number < kMaxAttempts;
    // What another attempt follows is not passed on.
    const Wants final = [&](const HttpResponse& header) {
      return !is_transient(header.status) && (!wants || wants(header));
    };
    Attempt attempt =
        this->attempt(request, origin, body, may_repeat ? final : wants, context, limit);
    const auto pause =
        may_repeat ? pause_before_next(attempt, number, context.time_left()) : std::nullopt;
    if (pause && context.wait(*pause)) continue;
    switch (attempt.end) {
      case Attempt::End::kAnswered:
        pass_on_kept_body(attempt.response, body, wants);
        return std::move(attempt.response);
      case Attempt::End::kUnreachable:
        throw AdapterError(unreachable_, origin + " cannot be reached: " + attempt.reason);
      default: throw ended(attempt, origin, limit);
    }
  }
}

}  // namespace portside::http
