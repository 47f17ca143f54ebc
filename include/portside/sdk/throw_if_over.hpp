// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "portside/api/call_context.hpp"
#include "portside/api/error.hpp"

namespace portside::sdk {

/// Throws kDeadlineExceeded when no time is left and kCancelled when the call was cancelled. For
/// loops that wait for nobody; what waits (HttpClient, RegistryAccess, run_child) does it itself.
/// [call]
inline void throw_if_over(const CallContext& context) {
  if (!context.cancelled()) return;
  if (context.time_left() > 0) throw AdapterError(ErrorCode::kCancelled, "the call was cancelled");
  throw AdapterError(ErrorCode::kDeadlineExceeded, "the call is overdue");
}

}  // namespace portside::sdk
