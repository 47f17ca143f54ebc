// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "portside/api/notification.hpp"
#include "raw_server.hpp"

namespace portside::testing {

/// What a host has for its scanner's webhook: an HTTP server that hands each call to `take`, and
/// answers 200, or 500 when that throws an AdapterError.
class WebhookEndpoint {
 public:
  explicit WebhookEndpoint(std::function<void(const Notification&)> take)
      : take_(std::move(take)) {}

  std::string url() const { return server_.url(); }
  std::vector<RecordedRequest> calls() const { return server_.requests(); }

 private:
  void serve(const RecordedRequest& received, RawServer::Exchange& exchange);

  const std::function<void(const Notification&)> take_;
  /// Last: it calls serve() until it is gone.
  RawServer server_{[this](const RecordedRequest& received, RawServer::Exchange& exchange) {
    serve(received, exchange);
  }};
};

}  // namespace portside::testing
