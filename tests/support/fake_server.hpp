// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>

#include "portside/api/http_client.hpp"
#include "raw_server.hpp"

namespace portside::testing {

/// A scripted scanner behind a port of 127.0.0.1, with the transport of real ones: chunked bodies,
/// and connections that break before the last chunk.
class FakeServer {
 public:
  using Handler = std::function<HttpResponse(const HttpRequest&)>;

  explicit FakeServer(Handler handler) : handler_(std::move(handler)) {}
  ~FakeServer() { release(); }

  std::string url() const { return server_.url(); }

  /// From now on requests of this method wait for release() before they are handled.
  void hold(std::string method = "POST");
  void release();
  /// Waits until so many requests wait here; false after a while.
  bool wait_for_held(std::size_t count);
  std::size_t held() const;
  /// Each has a thread here.
  std::size_t open_connections() const { return server_.open_connections(); }

 private:
  void wait_if_held(const std::string& method);
  void serve(const RecordedRequest& received, RawServer::Exchange& exchange);

  const Handler handler_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  /// "" for none.
  std::string held_method_;
  std::size_t held_ = 0;
  /// Last: it calls serve() until it is gone.
  RawServer server_{[this](const RecordedRequest& received, RawServer::Exchange& exchange) {
    serve(received, exchange);
  }};
};

}  // namespace portside::testing
