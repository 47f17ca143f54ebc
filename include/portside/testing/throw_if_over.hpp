// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "portside/api/call_context.hpp"
#include "portside/api/error.hpp"

namespace portside::testing {

/// Throws kDeadlineExceeded when no time is left and kCancelled when the call was cancelled; what
/// everything does that can wait.
inline void throw_if_over(const CallContext& context) {
  if (!context.cancelled()) return;
  if (context.time_left() > 0) throw AdapterError(ErrorCode::kCancelled, "the call was cancelled");
  throw AdapterError(ErrorCode::kDeadlineExceeded, "the call is overdue");
}

}  // namespace portside::testing
