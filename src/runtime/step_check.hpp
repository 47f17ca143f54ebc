// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "portside/api/scan_step.hpp"

namespace portside::runtime {

/// Throws kPluginContract when a step breaks the rules of scan_step.hpp: a pending step with
/// nothing to wait for or with too long a continuation, a kind that does not exist, an unchanged
/// report where there was none (`has_previous` is false). Returns the step otherwise.
ScanStep checked_step(std::string_view who, std::string_view method, bool has_previous,
                      ScanStep step);

}  // namespace portside::runtime
