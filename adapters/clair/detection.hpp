// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "clair/generation.hpp"
#include "portside/api/call_context.hpp"

namespace portside::clair {

/// 2 or 4: which generation answers at the configured URL. Throws the 4xx codes when it does not
/// answer, and kScannerBadAnswer when it is no Clair.
int detect_generation(const Clair& clair, const CallContext& context);

}  // namespace portside::clair
