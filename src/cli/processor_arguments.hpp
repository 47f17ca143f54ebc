// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/arguments.hpp"

namespace CLI {
class App;
}

namespace portside::cli {

/// `processor check`.
void add_processor(CLI::App& app, Command& command);

}  // namespace portside::cli
