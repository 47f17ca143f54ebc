// SPDX-License-Identifier: Apache-2.0
#include "webhook_endpoint.hpp"

#include "portside/api/error.hpp"

namespace portside::testing {

void WebhookEndpoint::serve(const RecordedRequest& received, RawServer::Exchange& exchange) {
  Notification call;
  call.method = received.method;
  call.path = received.target;
  for (const auto& field : received.headers) call.headers.push_back(field);
  call.body = received.body;
  try {
    take_(call);
    exchange.ok("");
  } catch (const AdapterError& error) {
    exchange.status(500, error.message);
  }
}

}  // namespace portside::testing
