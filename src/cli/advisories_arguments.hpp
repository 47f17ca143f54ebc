// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/arguments.hpp"

namespace CLI {
class App;
}

namespace portside::cli {

/// Adds `advisories build|info|from-changelogs`.
void add_advisories(CLI::App& app, Command& command);

}  // namespace portside::cli
