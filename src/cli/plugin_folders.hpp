// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "portside/host/config.hpp"

namespace portside::cli {

/// What the command line says of plugins goes before what the configuration says. Where both name
/// no folder, the program's own is looked into, and true is returned. (The library has none: a host
/// that is given such a configuration finds the plugins that `plugins.files` names, and no others.)
bool choose_plugins(Config& config, const Program& program, const std::vector<std::string>& dirs,
                    const std::vector<std::string>& anchors);

}  // namespace portside::cli
