// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/arguments.hpp"

namespace CLI {
class App;
}

namespace portside::cli {

/// Adds `registry ping|repositories|tags|manifest|blob|copy-out`.
void add_registry(CLI::App& app, Command& command);

}  // namespace portside::cli
