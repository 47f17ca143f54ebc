// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "portside/api/plugin.hpp"

namespace portside::loader {

/// What became of loading a file.
struct LoadResult {
  /// The dynamic loader's own words; "" when the code is in the process.
  std::string error;
  /// Null when the file exports none. Valid until the process ends, but plugin memory: nothing in
  /// it is checked.
  const abi::PluginDescriptor* descriptor = nullptr;
};

/// Loads `path` (absolute) with all symbols resolved at once and none of them visible to other
/// libraries. What was loaded stays loaded until the process ends, and is not unloaded at its end
/// either. [any]
LoadResult load_library(const std::string& path);

}  // namespace portside::loader
