// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "portside/api/byte_sink.hpp"
#include "portside/api/call_context.hpp"
#include "portside/api/json.hpp"
#include "portside/api/millis.hpp"

namespace portside {

/// Header fields in order, names as sent or received. Names compare without regard to case (RFC
/// 9110 section 5.1); a name may appear more than once.
using Headers = std::vector<std::pair<std::string, std::string>>;

/// One HTTP request.
struct HttpRequest {
  /// `GET`, `HEAD`, `POST`, `PUT`, `PATCH` or `DELETE`.
  std::string method = "GET";
  /// Absolute, http or https, without userinfo and without CR, LF or spaces.
  std::string url;
  /// Sent as given. The client adds Host, Accept-Encoding, User-Agent, traceparent and, with a
  /// body, Content-Length.
  Headers headers;
  std::string body;
  /// True when the request may be sent twice without harm; only then the client repeats it after a
  /// failure. Say it even for GET: some scanners do work on a GET.
  bool idempotent = false;
  /// Bytes of body that are kept in HttpResponse::body; the rest is not read and `cut_short` is
  /// set. A body that goes to a sink is not kept and not limited by this.
  std::uint64_t max_body = 1U << 20U;
  /// Milliseconds that this request may take. 0: as long as the call has left; for an awaited
  /// request of a pending scan step, as long as the host's limit for such requests.
  Millis timeout = 0;
  /// Milliseconds without a byte after which an answer whose header has arrived is given up
  /// (HttpResponse::cut_short). 0: a minute. A server that thinks before it answers is bounded by
  /// `timeout` only.
  Millis idle_timeout = 0;
  Json extra;
};

/// One HTTP answer, whatever its status.
struct HttpResponse {
  /// 100 to 599.
  std::int32_t status = 0;
  Headers headers;
  std::string body;
  /// True when `body` is not all of it: larger than `max_body`, or the connection broke or fell
  /// silent after the header had arrived. Do not parse such a body as if it were whole.
  bool cut_short = false;
  Json extra;
};

/// The oldest version of TLS that a client speaks.
enum class TlsVersion : std::int32_t {
  kTls12 = 0,
  kTls13 = 1,
};

/// How an adapter reaches its servers; given once, in `configure()`.
struct HttpOptions {
  /// The origins that this client may reach, as `scheme://host[:port]`. A request to any other is
  /// refused with kInvalidArgument before a name is resolved.
  std::vector<std::string> origins;
  /// PEM file with the certificate authorities to trust instead of the system's; "" for the
  /// system's.
  std::string ca_file;
  /// PEM files of a client certificate and its key; both or neither.
  std::string client_cert;
  std::string client_key;
  /// `http://host:port`, or "" for none.
  std::string proxy;
  /// Accept any certificate. Logged as a warning each time a client is made.
  bool insecure = false;
  TlsVersion min_tls = TlsVersion::kTls12;
  Json extra;
};

/// The host's HTTP client: connection pool, TLS, proxy, retries, traces. Adapters use it for all
/// traffic to their servers and bring no HTTP library of their own.
class HttpClient {
 public:
  /// Sends `request` and returns the answer; a status of 400 or more is an answer, not an error.
  /// Redirects are not followed: a 3xx is returned as it is.
  ///
  /// With `body` the decoded body goes there piece by piece, on the calling thread, and
  /// HttpResponse::body stays empty; without it the body is kept up to `request.max_body`.
  ///
  /// Throws kScannerUnreachable (no connection, TLS, cut before the header), kCancelled or
  /// kDeadlineExceeded (as `context` or `request.timeout` says), kInvalidArgument (a request that
  /// must not be sent), and whatever `body` throws. [call]
  virtual HttpResponse send(const HttpRequest& request, ByteSink* body,
                            const CallContext& context) = 0;

 protected:
  ~HttpClient() = default;
};

}  // namespace portside
