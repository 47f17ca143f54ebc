// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "portside/api/json.hpp"
#include "portside/api/millis.hpp"

namespace portside::clair {

/// Where a scan stands between two steps. Small and without secrets: what it does not hold is read
/// again from the registry.
struct Continuation {
  /// 2 or 4.
  int generation = 0;
  /// What was asked for last, in the generation's words: `post`, `wait`, ...
  std::string step;
  /// Clair 2: the layer that was posted, from the base.
  std::size_t layer = 0;
  /// Failed attempts at this step.
  int attempt = 0;
  /// Chains of layers begun again because Clair had lost a parent.
  int restarts = 0;
  /// Epoch milliseconds at which the waiting of this step began.
  Millis since = 0;
  /// What the generation found out earlier: why Clair 2 was posted a layer again; what is known of
  /// an image beside Clair 4's report.
  std::string state;
};

Json to_json(const Continuation& continuation);

/// Throws kStaleContinuation for anything that to_json() did not write.
Continuation parse_continuation(const Json& text);

}  // namespace portside::clair
