// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "portside/host/plugin_info.hpp"

namespace portside::loader {

/// Why a file is not usable. `sentence` says what was found, what was expected and what to do about
/// it; it begins in lower case and names no path: whoever shows it puts `PATH: ` in front.
struct Refusal {
  PluginReason reason = PluginReason::kNone;
  std::string sentence;
};

}  // namespace portside::loader
