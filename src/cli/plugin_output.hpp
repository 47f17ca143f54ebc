// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.hpp"
#include "portside/host/plugin_info.hpp"

namespace portside::cli {

/// A table with one plugin a row, and below it what is wrong with it.
void print_table(const Terminal& terminal, const std::vector<PluginInfo>& plugins);

/// All that is known of one plugin, a member a line.
void print_details(const Terminal& terminal, const PluginInfo& plugin);

/// An array of objects with name, version, kinds, state, reason, path and more.
std::string to_json(const std::vector<PluginInfo>& plugins);
std::string to_json(const PluginInfo& plugin);

}  // namespace portside::cli
