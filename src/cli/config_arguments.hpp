// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/arguments.hpp"

namespace CLI {
class App;
}

namespace portside::cli {

/// `config check` and `config show`.
void add_config(CLI::App& app, Command& command);

}  // namespace portside::cli
