// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/arguments.hpp"

namespace CLI {
class App;
}

namespace portside::cli {

/// Adds `scan`, `rescan`, `check`, `forget` and `notify`.
void add_scan(CLI::App& app, Command& command);

}  // namespace portside::cli
