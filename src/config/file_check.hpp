// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "config/config_tree.hpp"
#include "config/mistakes.hpp"

namespace portside::config {

/// Notes which files that `http` and `registry` name cannot be read by this process. A host finds
/// that out with its first connection only.
void check_files(const Value& root, Mistakes& mistakes);

}  // namespace portside::config
