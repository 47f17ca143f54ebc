// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <set>
#include <string>

#include "http/circuit_breaker.hpp"
#include "http/easy_handle.hpp"
#include "http/transfer.hpp"
#include "portside/api/error.hpp"
#include "portside/api/http_client.hpp"

namespace portside::http {

struct ClientOptions {
  HttpOptions http = {};
  /// Hosts that are reached without the proxy, separated by commas.
  std::string no_proxy = {};
  /// Reach any origin, not only HttpOptions::origins; for the registry client, which follows
  /// redirects to stores.
  bool any_origin = false;
  /// What no connection, or a broken one, is called.
  ErrorCode unreachable = ErrorCode::kScannerUnreachable;
};

/// HttpClient over libcurl: each call runs on its caller's thread with a pooled handle. [any]
///
/// An idempotent request is sent up to three times: after a connection that failed, or an answer
/// that is_transient(), with a random pause or as long as Retry-After says, when that ends before
/// the call does. A target that failed five times in a row is not asked for a while.
class Client final : public HttpClient {
 public:
  /// Reads the certificate authorities. Throws kInvalidArgument for origins, a proxy or client
  /// certificates that cannot be, kConfigInvalid for files that cannot be used.
  explicit Client(ClientOptions options);

  using Wants = http::Wants;

  HttpResponse send(const HttpRequest& request, ByteSink* body,
                    const CallContext& context) override {
    return send(request, body, context, {});
  }

  /// With `wants` only the bodies of answers that it wants go to `body`.
  HttpResponse send(const HttpRequest& request, ByteSink* body, const CallContext& context,
                    const Wants& wants);

 private:
  Attempt attempt(const HttpRequest& request, const std::string& origin, ByteSink* body,
                  const Wants& wants, const CallContext& context, Millis limit);
  void check_origin(const std::string& origin) const;

  const Transport transport_;
  std::set<std::string> origins_;
  const bool any_origin_;
  const ErrorCode unreachable_;
  HandlePool handles_;
  CircuitBreaker breaker_;
};

}  // namespace portside::http
