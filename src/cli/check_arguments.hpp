// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/arguments.hpp"

namespace CLI {
class App;
}

namespace portside::cli {

/// `plugins check`.
void add_check(CLI::App& plugins, Command& command);

/// `plugins run-check`, which help does not show: `plugins check` starts it once for each check.
void add_run_check(CLI::App& plugins, Command& command);

}  // namespace portside::cli
