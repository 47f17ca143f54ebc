// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "http/easy_handle.hpp"
#include "http/trust_store.hpp"
#include "portside/api/http_client.hpp"

namespace portside::http {

/// What all requests of a client have in common.
struct Transport {
  std::shared_ptr<const TrustStore> trust;
  /// PEM files, or "".
  std::string client_cert;
  std::string client_key;
  /// `http://host:port`, or "" for none; the environment is never asked.
  std::string proxy;
  /// Hosts and domains that are reached without the proxy, separated by commas.
  std::string no_proxy;
  /// Accept any certificate.
  bool insecure = false;
};

/// One request and its end.
struct Attempt {
  enum class End : std::uint8_t {
    kAnswered,
    kUnreachable,  ///< no header arrived; `reason` says why
    kCancelled,
    kOverdue,
  };
  End end = End::kUnreachable;
  HttpResponse response;
  std::string reason;
};

/// Whether the body behind this header goes to the sink; else it is kept as HttpRequest::max_body
/// allows.
using Wants = std::function<bool(const HttpResponse& header)>;

/// Sends a request that check_request() let through, on this thread, for at most `limit`
/// milliseconds and as long as `context` lasts; a cancellation is seen at once. Throws what `body`
/// throws, and kInternal.
Attempt transfer(EasyHandle& handle, const Transport& transport, const HttpRequest& request,
                 ByteSink* body, const Wants& wants, const CallContext& context, Millis limit);

}  // namespace portside::http
