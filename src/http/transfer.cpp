// SPDX-License-Identifier: Apache-2.0
#include "http/transfer.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <exception>

#include "portside/api/error.hpp"

namespace portside::http {
namespace {

using Clock = Exchange::Clock;

/// How often a cancellation is looked for where it has no descriptor to wake us.
constexpr Millis kPoll = 50;
constexpr Millis kLongestPoll = 1'000;

void require(CURLMcode code, const char* what) {
  if (code == CURLM_OK) return;
  throw AdapterError(ErrorCode::kInternal, std::string("libcurl cannot ") + what + " a transfer");
}

/// An easy handle in its multi handle, for the time of a transfer.
class Added {
 public:
  explicit Added(EasyHandle& handle) : handle_(handle) {
    require(curl_multi_add_handle(handle.multi(), handle.easy()), "begin");
  }
  ~Added() { curl_multi_remove_handle(handle_.multi(), handle_.easy()); }
  Added(const Added&) = delete;
  Added& operator=(const Added&) = delete;

 private:
  EasyHandle& handle_;
};

void wait(EasyHandle& handle, const CallContext& context, Millis left) {
  curl_waitfd cancel{context.cancel_fd(), CURL_WAIT_POLLIN, 0};
  const bool wakes = cancel.fd >= 0;
  const Millis slice = std::min(left, wakes ? kLongestPoll : kPoll);
  require(curl_multi_poll(handle.multi(), wakes ? &cancel : nullptr, wakes ? 1 : 0,
                          static_cast<int>(slice), nullptr),
          "wait for");
}

/// How libcurl says the transfer ended.
CURLcode code_of(EasyHandle& handle) {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(handle.multi(), &left)) {
    if (message->msg == CURLMSG_DONE) return message->data.result;
  }
  return CURLE_RECV_ERROR;
}

Attempt run(EasyHandle& handle, Exchange& exchange, const CallContext& context, Millis limit) {
  const auto end = Clock::now() + std::chrono::milliseconds(limit);
  // Before anything is sent.
  if (context.time_left() <= 0 || limit <= 0) return exchange.given_up(Attempt::End::kOverdue);
  if (context.cancelled()) return exchange.given_up(Attempt::End::kCancelled);
  const Added added(handle);
  int running = 1;
  while (true) {
    require(curl_multi_perform(handle.multi(), &running), "go on with");
    if (exchange.thrown()) std::rethrow_exception(exchange.thrown());
    if (running == 0) return exchange.ended(code_of(handle));
    const auto now = Clock::now();
    const auto silent_at = exchange.silent_at();
    if (context.cancelled() && context.time_left() > 0) {
      return exchange.given_up(Attempt::End::kCancelled);
    }
    if (now >= end || context.time_left() <= 0) return exchange.given_up(Attempt::End::kOverdue);
    if (now >= silent_at) return exchange.given_up(Attempt::End::kAnswered);
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(std::min(end, silent_at) - now).count();
    wait(handle, context, left);
  }
}

}  // namespace

Attempt transfer(EasyHandle& handle, const Transport& transport, const HttpRequest& request,
                 ByteSink* body, const Wants& wants, const CallContext& context, Millis limit) {
  ExchangeOptions options;
  options.body = body;
  options.wants = wants;
  options.traceparent = context.traceparent();
  options.limit = limit;
  Exchange exchange(handle.easy(), transport, request, std::move(options));
  Attempt attempt = run(handle, exchange, context, limit);
  attempt.was_repeated = exchange.was_repeated();
  return attempt;
}

}  // namespace portside::http
