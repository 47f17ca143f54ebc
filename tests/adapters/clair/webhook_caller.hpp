// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "portside/api/notification.hpp"

namespace portside::testing {

/// Makes a call of a webhook over a connection of its own to `http://127.0.0.1:PORT`: in chunks,
/// each sent for itself, where the call has `Transfer-Encoding: chunked`, as Clair 4 does, and else
/// with a Content-Length. Returns the status of the answer, 0 for none.
std::int32_t call_webhook(const std::string& endpoint, const Notification& call);

}  // namespace portside::testing
