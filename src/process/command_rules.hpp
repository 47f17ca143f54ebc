// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "portside/api/child_command.hpp"

namespace portside::process {

/// Throws kInvalidArgument when `command` breaks the rules of ChildCommand, or cannot be told to
/// the operating system as it is.
void check_command(const ChildCommand& command);

}  // namespace portside::process
