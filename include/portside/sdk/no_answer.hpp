// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "portside/api/http_client.hpp"

namespace portside::sdk {

/// The host's account of a request that a scan step awaited and that got no answer
/// (ScannerAdapter::resume_scan(): HttpResponse::status is 0).
struct NoAnswer {
  /// Fit for AdapterError::detail; "" when the host does not say.
  std::string why;
  /// Whether to send the request again can help.
  bool can_retry = true;
};

NoAnswer read_no_answer(const HttpResponse& answer);

}  // namespace portside::sdk
