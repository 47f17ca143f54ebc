// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "anchore/anchore.hpp"
#include "portside/api/call_context.hpp"

namespace portside::anchore {

/// What `GET /version` told.
struct ServerVersion {
  /// 1 or 2.
  int api = 0;
  /// Of the service: `1.1.0`; "" when it does not tell (Engine before 0.3.0).
  std::string service;
};

/// Asks the server, for `limit` milliseconds at most each time. A 404 in Anchore's own words means
/// v1; after any other it has to answer to `GET /v1/`: a gateway's page is no version. Throws what
/// HttpClient::send() throws, kScannerBadAnswer for something that is no Anchore, kUnsupported for
/// an Engine before 0.4.0, and anchore_error() for other statuses.
ServerVersion detect_version(const Anchore& anchore, const CallContext& context, Millis limit);

}  // namespace portside::anchore
