// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "config/config_tree.hpp"
#include "config/mistakes.hpp"

namespace portside::config {

/// Reads a document of either format as it is written. Throws StopReading where nothing can be
/// read.
Value read_tree(std::string_view text, ConfigFormat format, Mistakes& mistakes);

}  // namespace portside::config
