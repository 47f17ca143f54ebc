// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "http/async_call.hpp"
#include "http/easy_handle.hpp"
#include "http/exchange.hpp"
#include "portside/api/error.hpp"
#include "portside/api/http_client.hpp"

namespace portside::http {

class ClientCore;
class EventLoop;

struct ClientOptions {
  HttpOptions http = {};
  /// Hosts that are reached without the proxy, separated by commas.
  std::string no_proxy = {};
  /// Reach any origin, not only HttpOptions::origins; for the registry client, which follows
  /// redirects to stores.
  bool any_origin = false;
  /// What no connection, or a broken one, is called.
  ErrorCode unreachable = ErrorCode::kScannerUnreachable;
  /// For start(); null when it is not used. Whoever owns it does not let it end on its own thread,
  /// as the client's last reference in an `on_end` would.
  std::shared_ptr<EventLoop> loop = nullptr;
};

/// HttpClient over libcurl: each call of send() runs on its caller's thread with a pooled handle;
/// what start() begins runs on the event loop. [any]
///
/// An idempotent request is sent up to three times: after a connection that failed, or an answer
/// that is_transient(), with a random pause or as long as Retry-After says, when that ends before
/// the call does; a target may have 10 such repetitions at once and then one for ten requests. One
/// that failed five times in a row is not asked for a while.
class Client final : public HttpClient {
 public:
  /// Reads the certificate authorities. Throws kInvalidArgument for origins, a proxy or client
  /// certificates that cannot be, kConfigInvalid for files that cannot be used.
  explicit Client(ClientOptions options);
  /// What start() began goes on.
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  using Wants = http::Wants;

  HttpResponse send(const HttpRequest& request, ByteSink* body,
                    const CallContext& context) override {
    return send(request, body, context, {});
  }

  /// With `wants` only the bodies of answers that it wants go to `body`.
  HttpResponse send(const HttpRequest& request, ByteSink* body, const CallContext& context,
                    const Wants& wants);

  /// Sends a request without holding a thread. `on_end` is called once, on the loop's thread: to be
  /// short, and not to throw. Throws as send() for a request that must not be sent; everything
  /// later comes to `on_end`.
  std::shared_ptr<AsyncCall> start(HttpRequest request, AsyncOptions options, OnEnd on_end);

 private:
  Attempt attempt(const HttpRequest& request, const std::string& origin, ByteSink* body,
                  const Wants& wants, const CallContext& context, Millis limit);

  const std::shared_ptr<ClientCore> core_;
  const std::shared_ptr<EventLoop> loop_;
  HandlePool handles_;
};

}  // namespace portside::http
