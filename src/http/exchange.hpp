// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "http/trust_store.hpp"
#include "portside/api/http_client.hpp"

// libcurl's types, so that no header of ours includes libcurl.
using CURL = void;
struct curl_slist;
struct curl_sockaddr;

namespace portside::http {

/// What all requests of a client have in common.
struct Transport {
  std::shared_ptr<const TrustStore> trust;
  /// PEM files, or "".
  std::string client_cert;
  std::string client_key;
  TlsVersion min_tls = TlsVersion::kTls12;
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
  /// It would be unreachable the next time too: a certificate or an address that is not accepted.
  bool in_vain = false;
  /// See Exchange::was_repeated().
  bool was_repeated = false;
};

/// Whether the body behind this header goes to the sink; else it is kept as HttpRequest::max_body
/// allows.
using Wants = std::function<bool(const HttpResponse& header)>;

/// What one request needs besides itself.
struct ExchangeOptions {
  /// Where the body goes that is wanted, or null. Null `wants`: all.
  ByteSink* body = nullptr;
  Wants wants = {};
  /// W3C trace context, or "".
  std::string traceparent = {};
  /// Milliseconds that it may take at most.
  Millis limit = 0;
  /// Called when an address is known and when a connection is there: its name is looked up no more.
  std::function<void()> resolved = {};
  /// Rather wait for a connection that others share than open one. For servers that are known to
  /// speak HTTP/2 only: libcurl lets those who wait in vain go on one by one.
  bool share_connection = false;
};

/// Tells an easy handle of libcurl what to send and takes in what comes back. Who owns the handle
/// makes it run; everything happens on that thread.
class Exchange {
 public:
  using Clock = std::chrono::steady_clock;

  /// `easy` was prepared with set_transport() for `transport`. `request` is one that
  /// check_request() let through, and outlives this. Throws kInternal.
  Exchange(CURL* easy, const Transport& transport, const HttpRequest& request,
           ExchangeOptions options);
  /// Nothing of it stays in the handle that the next exchange does not set.
  ~Exchange();
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  /// What came of it, after libcurl ended it with `code` (a CURLcode).
  Attempt ended(int code);

  /// What it is now that it is not waited for any longer: answered, when the header is there and
  /// its body fell silent.
  Attempt given_up(Attempt::End end);

  /// When it is to be given up because nothing comes; far away until the header is there.
  Clock::time_point silent_at() const noexcept;
  std::chrono::milliseconds idle_limit() const noexcept;

  /// libcurl sent the request again, or tried to: it counts that for the life of a handle, and
  /// gives up at five, so that the handle is to be used no more.
  bool was_repeated() const noexcept { return was_repeated_; }

  /// What the sink threw, or null. It ends the transfer.
  const std::exception_ptr& thrown() const noexcept { return thrown_; }

 private:
  void set_url(const Transport& transport);
  void set_message();
  void set_callbacks();
  void clear() noexcept;
  std::string why_unreachable(int code) const;
  void take_header(std::string_view line);
  bool take_body(std::string_view piece);

  static std::size_t on_header(char* data, std::size_t, std::size_t size, void* self) noexcept;
  static std::size_t on_body(char* data, std::size_t, std::size_t size, void* self) noexcept;
  static int open_socket(void* self, int, curl_sockaddr* address) noexcept;
  static int on_connection(void* self, char*, char*, int, int) noexcept;

  struct FreeList {
    void operator()(curl_slist* list) const noexcept;
  };
  using List = std::unique_ptr<curl_slist, FreeList>;
  static void append(List& list, const char* line);

  CURL* const easy_;
  const HttpRequest& request_;
  const ExchangeOptions options_;
  List headers_;
  /// libcurl's CURL_ERROR_SIZE.
  std::array<char, 256> error_{};

  HttpResponse response_;
  /// The header of the last answer came to its end.
  bool has_header_ = false;
  std::size_t header_bytes_ = 0;
  /// How often it was sent.
  int sent_ = 0;
  bool was_repeated_ = false;
  Clock::time_point last_byte_;
  /// Why an address was not connected to.
  std::string forbidden_;
  std::exception_ptr thrown_;
};

}  // namespace portside::http
