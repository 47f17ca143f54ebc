// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "portside/api/call_context.hpp"
#include "portside/api/error.hpp"

namespace portside::runtime {

/// The error for a call that ended while `doing` something: kDeadlineExceeded when no time is left,
/// else kCancelled.
AdapterError ended_call(const CallContext& context, std::string_view doing);

}  // namespace portside::runtime
