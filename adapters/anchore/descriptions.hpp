// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "anchore/api.hpp"
#include "portside/api/call_context.hpp"
#include "portside/api/vulnerability.hpp"

namespace portside::anchore {

/// Fills in the descriptions of rows of v1, which come from calls of their own: distinct
/// identifiers, at most 100 a call, all pages of each. What cannot be had stays "" and is logged
/// once: a report without descriptions is a report. They may take a minute, and half of the time
/// that the call has left. Throws only kCancelled and kDeadlineExceeded of the call's own context.
void add_descriptions(const Api& api, std::vector<Vulnerability>& rows, const CallContext& context);

}  // namespace portside::anchore
