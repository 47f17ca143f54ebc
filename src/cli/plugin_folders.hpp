// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "portside/host/config.hpp"

namespace portside::cli {

/// What the command line says of plugins goes before what the configuration says. The program's own
/// folder is looked into only when there is neither: a host that is given the configuration knows
/// nothing of it.
void choose_plugins(Config& config, bool from_file, const Program& program,
                    const std::vector<std::string>& dirs, const std::vector<std::string>& anchors);

}  // namespace portside::cli
