// SPDX-License-Identifier: Apache-2.0
//
// An HTTP client that answers from a script: what a plugin sends is compared with what the test
// expects, in order, and nothing leaves the process.
//
//   ScriptedHttpClient http;
//   http.expect("POST", "http://scanner/scan")
//       .with_header("Content-Type", "application/json")
//       .with_body(HasSubstr("sha256:"))
//       .respond(202, R"({"id":"42"})");
//   http.expect("GET", "http://scanner/scan/42")
//       .fail(AdapterError(ErrorCode::kScannerUnreachable, "connection reset"));
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "portside/api/error.hpp"
#include "portside/api/http_client.hpp"
#include "portside/testing/throw_if_over.hpp"

namespace portside::testing {

/// A request that is not the next of the script is a test failure, and so is what is left of the
/// script in the destructor or in verify().
class ScriptedHttpClient final : public HttpClient {
 public:
  /// One request of the script and its answer. Without respond() or fail() the answer is 200 with
  /// an empty body.
  class Exchange {
   public:
    Exchange(std::string method, std::string url)
        : method_(std::move(method)), url_(std::move(url)) {
      response_.status = 200;
    }

    /// The request has a header field of this name (case does not matter) whose value matches.
    Exchange& with_header(std::string name, ::testing::Matcher<const std::string&> value) {
      headers_.emplace_back(std::move(name), std::move(value));
      return *this;
    }
    Exchange& with_body(::testing::Matcher<const std::string&> body) {
      body_ = std::move(body);
      return *this;
    }

    Exchange& respond(HttpResponse response) {
      response_ = std::move(response);
      return *this;
    }
    Exchange& respond(std::int32_t status, std::string body = {}, Headers headers = {}) {
      response_.status = status;
      response_.body = std::move(body);
      response_.headers = std::move(headers);
      return *this;
    }
    /// There is no answer; send() throws.
    Exchange& fail(AdapterError error) {
      error_ = std::move(error);
      return *this;
    }

    /// The answer takes this long; the context waits for it (see TestCallContext::wait()).
    Exchange& takes(Millis duration) {
      duration_ = duration;
      return *this;
    }
    /// A sink gets the body in pieces of this many bytes (4096 unless told).
    Exchange& in_pieces_of(std::size_t bytes) {
      piece_size_ = std::max<std::size_t>(1, bytes);
      return *this;
    }
    /// The connection breaks after this many bytes of the body.
    Exchange& breaks_after(std::size_t bytes) {
      breaks_after_ = bytes;
      return *this;
    }

   private:
    friend class ScriptedHttpClient;

    std::string name() const { return method_ + " " + url_; }

    std::string method_;
    std::string url_;
    std::vector<std::pair<std::string, ::testing::Matcher<const std::string&>>> headers_;
    ::testing::Matcher<const std::string&> body_ = ::testing::_;
    HttpResponse response_;
    std::optional<AdapterError> error_;
    Millis duration_ = 0;
    std::size_t piece_size_ = 4096;
    std::size_t breaks_after_ = std::numeric_limits<std::size_t>::max();
  };

  ScriptedHttpClient() = default;
  ~ScriptedHttpClient() { verify(); }
  ScriptedHttpClient(const ScriptedHttpClient&) = delete;
  ScriptedHttpClient& operator=(const ScriptedHttpClient&) = delete;

  /// Adds an exchange to the end of the script. The reference is valid until the next expect().
  Exchange& expect(std::string method, std::string url) {
    const std::lock_guard lock(mutex_);
    return script_.emplace_back(std::move(method), std::move(url));
  }

  /// Makes each exchange that was not used a test failure, and drops it.
  void verify() {
    const std::lock_guard lock(mutex_);
    for (const Exchange& exchange : script_) {
      ADD_FAILURE() << "expected a request that was not sent: " << exchange.name();
    }
    script_.clear();
  }

  /// All requests so far, unexpected ones included. [any]
  std::vector<HttpRequest> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

  /// As HttpClient says. An unexpected request throws kInternal, besides being a test failure.
  HttpResponse send(const HttpRequest& request, ByteSink* body,
                    const CallContext& context) override {
    throw_if_over(context);
    const Exchange exchange = next_for(request);
    wait_for(exchange, request, context);
    if (exchange.error_) throw AdapterError(*exchange.error_);
    HttpResponse response = exchange.response_;
    const std::string whole = std::exchange(response.body, {});
    const std::string_view arrived = std::string_view(whole).substr(0, exchange.breaks_after_);
    response.cut_short = response.cut_short || arrived.size() < whole.size();
    if (body != nullptr) {
      write_pieces(arrived, exchange.piece_size_, *body, context);
    } else {
      response.body = arrived.substr(0, request.max_body);
      response.cut_short = response.cut_short || response.body.size() < arrived.size();
    }
    return response;
  }

 private:
  static bool same_name(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
  }

  static void wait_for(const Exchange& exchange, const HttpRequest& request,
                       const CallContext& context) {
    const bool times_out = request.timeout > 0 && exchange.duration_ > request.timeout;
    const Millis duration = times_out ? request.timeout : exchange.duration_;
    if (duration > 0 && !context.wait(duration)) throw_if_over(context);
    if (times_out) throw AdapterError(ErrorCode::kDeadlineExceeded, "the request took too long");
  }

  static void write_pieces(std::string_view body, std::size_t piece_size, ByteSink& sink,
                           const CallContext& context) {
    for (; !body.empty(); body.remove_prefix(std::min(piece_size, body.size()))) {
      throw_if_over(context);
      sink.write(body.substr(0, piece_size));
    }
  }

  /// The exchange that `request` belongs to, taken off the script.
  Exchange next_for(const HttpRequest& request) {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
    const std::string sent = request.method + " " + request.url;
    if (script_.empty() || script_.front().name() != sent) {
      const std::string expected = script_.empty() ? "no request" : script_.front().name();
      ADD_FAILURE() << "unexpected request " << sent << "; expected " << expected;
      throw AdapterError(ErrorCode::kInternal, "the script of the test has no request " + sent);
    }
    Exchange exchange = std::move(script_.front());
    script_.pop_front();
    SCOPED_TRACE(sent);
    EXPECT_THAT(request.body, exchange.body_);
    for (const auto& [name, value] : exchange.headers_) check_header(request, name, value);
    return exchange;
  }

  static void check_header(const HttpRequest& request, const std::string& name,
                           const ::testing::Matcher<const std::string&>& matcher) {
    const auto field = std::ranges::find_if(
        request.headers, [&](const auto& each) { return same_name(each.first, name); });
    if (field == request.headers.end()) {
      ADD_FAILURE() << "the request has no header field " << name;
    } else {
      EXPECT_THAT(field->second, matcher) << "header field " << name;
    }
  }

  mutable std::mutex mutex_;
  std::deque<Exchange> script_;
  std::vector<HttpRequest> requests_;
};

}  // namespace portside::testing
