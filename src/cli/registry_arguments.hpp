// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/arguments.hpp"

namespace CLI {
class App;
}

namespace portside::cli {

/// Adds `registry ping|tags|manifest|blob`.
void add_registry(CLI::App& app, Command& command);

}  // namespace portside::cli
