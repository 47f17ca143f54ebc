// SPDX-License-Identifier: Apache-2.0
#include "http/client_core.hpp"

#include <algorithm>
#include <chrono>
#include <random>
#include <utility>

#include "call/system_clock.hpp"
#include "http/backoff.hpp"
#include "http/client.hpp"
#include "http/egress.hpp"
#include "http/request_rules.hpp"
#include "words/duration_text.hpp"

namespace portside::http {
namespace {

constexpr unsigned kMaxAttempts = 3;
/// A server that wants a longer pause is left alone: its answer says so to the caller.
constexpr Millis kLongestPause = 30'000;

Millis steady_now() {
  using std::chrono::duration_cast, std::chrono::milliseconds, std::chrono::steady_clock;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

std::uint32_t random_number() {
  thread_local std::minstd_rand engine{std::random_device{}()};
  return static_cast<std::uint32_t>(engine()) << 1U;
}

std::shared_ptr<const Transport> transport_of(const ClientOptions& options) {
  const HttpOptions& http = options.http;
  if (http.client_cert.empty() != http.client_key.empty()) {
    throw AdapterError(ErrorCode::kInvalidArgument,
                       "a client certificate needs its key, and a key its certificate; name both "
                       "files or neither");
  }
  const bool tls = options.any_origin || std::ranges::any_of(http.origins, [](const auto& origin) {
                     return parse_url(origin).scheme == "https";
                   });
  return std::make_shared<const Transport>(
      Transport{tls && !http.insecure ? TrustStore::of(http.ca_file) : nullptr, http.client_cert,
                http.client_key, http.min_tls, http.proxy, options.no_proxy, http.insecure});
}

}  // namespace

ClientCore::ClientCore(const ClientOptions& options)
    : transport_(transport_of(options)),
      any_origin_(options.any_origin),
      unreachable_(options.unreachable) {
  for (const std::string& origin : options.http.origins) {
    const Url url = parse_url(origin);
    origins_.emplace(url.origin(), url.host);
  }
  if (!options.http.proxy.empty()) check_proxy(options.http.proxy);
}

std::string ClientCore::admit(const HttpRequest& request) {
  check_request(request);
  // Requests are many, and their origins few.
  const auto known = std::ranges::find_if(
      origins_, [&](const auto& origin) { return begins_with_origin(request.url, origin.first); });
  if (known != origins_.end()) {
    check_url_characters(request.url);
    return admit(known->first, known->second);
  }
  const Url url = parse_url(request.url);
  return admit(url.origin(), url.host);
}

std::string ClientCore::admit(std::string origin, const std::string& host) {
  // A proxy would connect to it for us. (Names are looked at when they are resolved, or by it.)
  if (const std::string why = forbidden_literal(host); !why.empty()) {
    AdapterError error(unreachable_, origin + " cannot be reached: it is at " + why +
                                         ", to which no connection is made");
    error.can_retry = false;
    throw error;
  }
  if (any_origin_ || origins_.contains(origin)) {
    retries_.earn(origin);
    return origin;
  }
  throw AdapterError(ErrorCode::kInvalidArgument,
                     origin +
                         " is none of the origins that this client was made for (see "
                         "HttpOptions::origins)");
}

Millis ClientCore::begin_attempt(const std::string& origin) {
  const Millis now = steady_now();
  const auto pause = breaker_.refused(origin, now);
  if (!pause) return now;
  std::string message = origin + " did not answer several times in a row";
  if (const std::string why = breaker_.last_failure(origin); !why.empty()) {
    message += " (" + why + ")";
  }
  message += " and is not asked again for " + words::duration_text(*pause) +
             "; check its address, and that it runs";
  AdapterError error(unreachable_, message);
  error.retry_in(*pause);
  throw error;
}

void ClientCore::note(const std::string& origin, const Attempt& attempt, Millis begun) {
  switch (attempt.end) {
    case Attempt::End::kAnswered: return breaker_.succeeded(origin);
    case Attempt::End::kUnreachable:
      return breaker_.failed(origin, begun, steady_now(), attempt.reason);
    default: return breaker_.given_up(origin);
  }
}

bool ClientCore::may_repeat(const HttpRequest& request, unsigned number) noexcept {
  return request.idempotent && number < kMaxAttempts;
}

std::optional<Millis> ClientCore::pause_before_next(const Attempt& attempt,
                                                    const std::string& origin, unsigned number,
                                                    Millis left) {
  Millis pause = backoff(number, random_number());
  if (attempt.end == Attempt::End::kAnswered) {
    if (!is_transient(attempt.response.status)) return std::nullopt;
    pause = retry_after(attempt.response.headers, system_now()).value_or(pause);
  } else if (attempt.end != Attempt::End::kUnreachable || attempt.in_vain) {
    return std::nullopt;
  }
  if (pause > kLongestPause || pause >= left || !retries_.spend(origin)) return std::nullopt;
  return pause;
}

Wants ClientCore::wants_final(Wants wants) {
  return [wants = std::move(wants)](const HttpResponse& header) {
    return !is_transient(header.status) && (!wants || wants(header));
  };
}

HttpResponse ClientCore::result(Attempt attempt, const std::string& origin, Millis limit) const {
  switch (attempt.end) {
    case Attempt::End::kAnswered: return std::move(attempt.response);
    case Attempt::End::kUnreachable: {
      AdapterError error(unreachable_, origin + " cannot be reached: " + attempt.reason);
      if (attempt.in_vain) error.can_retry = false;
      throw error;
    }
    case Attempt::End::kCancelled:
      throw AdapterError(ErrorCode::kCancelled,
                         "the call was cancelled while waiting for " + origin);
    default:
      throw AdapterError(ErrorCode::kDeadlineExceeded,
                         origin + " did not answer within " + words::duration_text(limit));
  }
}

void ClientCore::pass_on_kept_body(HttpResponse& response, ByteSink* body, const Wants& wants) {
  if (body == nullptr || response.body.empty() || (wants && !wants(response))) return;
  body->write(response.body);
  response.body.clear();
}

}  // namespace portside::http
