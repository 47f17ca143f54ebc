// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "http/exchange.hpp"
#include "portside/api/error.hpp"
#include "portside/api/http_client.hpp"

namespace portside::http {

class ClientCore;
class EventLoop;

struct AsyncOptions {
  /// Milliseconds that all attempts together may take.
  Millis limit = 60'000;
  /// Gets the body, on the loop's thread; null: it is kept as HttpRequest::max_body allows.
  std::shared_ptr<ByteSink> body = nullptr;
  /// W3C trace context, or "".
  std::string traceparent = {};
};

/// What came of it: the answer when there is no error.
struct AsyncResult {
  HttpResponse response = {};
  std::optional<AdapterError> error = std::nullopt;
};
using OnEnd = std::function<void(AsyncResult)>;

/// A request that Client::start() began: its attempts, one after the other.
class AsyncCall : public std::enable_shared_from_this<AsyncCall> {
 public:
  AsyncCall(std::shared_ptr<ClientCore> core, EventLoop& loop, HttpRequest request,
            std::string origin, AsyncOptions options, OnEnd on_end);

  /// Ends it with kCancelled unless it has ended. [any]
  void cancel();

  /// For Client: sends the first attempt.
  void begin();

 private:
  using Clock = Exchange::Clock;

  void attempt();
  void attempt_ended(Attempt attempt, const std::exception_ptr& thrown);
  void slept(Attempt attempt);
  void end(Attempt attempt);
  void fail(const std::exception_ptr& error);
  void finish(AsyncResult result);
  Millis left() const;
  Millis limit() const;

  const std::shared_ptr<ClientCore> core_;
  /// Its end ends this call first, and then this is not used any more.
  EventLoop& loop_;
  const HttpRequest request_;
  const std::string origin_;
  const AsyncOptions options_;
  const OnEnd on_end_;
  const Clock::time_point end_;
  unsigned number_ = 1;
  Millis begun_ = 0;

  std::mutex mutex_;
  /// What the loop is doing for it.
  std::uint64_t job_ = 0;
  bool cancelled_ = false;
  bool ended_ = false;
};

}  // namespace portside::http
