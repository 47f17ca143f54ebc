// SPDX-License-Identifier: Apache-2.0
#include "runtime/ended_call.hpp"

#include <string>

namespace portside::runtime {

AdapterError ended_call(const CallContext& context, std::string_view doing) {
  if (context.time_left() > 0) {
    return AdapterError(ErrorCode::kCancelled,
                        "the call was cancelled while " + std::string(doing));
  }
  return AdapterError(ErrorCode::kDeadlineExceeded,
                      "the call's deadline passed while " + std::string(doing));
}

}  // namespace portside::runtime
