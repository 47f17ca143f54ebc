// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cli/arguments.hpp"
#include "cli/exit_code.hpp"
#include "cli/terminal.hpp"

namespace portside::cli {

/// What a command knows of the program that runs it.
struct Program {
  /// Where plugins are looked for when nobody says: the build's or the installation's folder.
  std::string default_plugin_dir;
};

/// Each runs one command and returns how the program ends; throws AdapterError.
ExitCode run(const VersionCommand& command, const Program& program, const Terminal& terminal);
ExitCode run(const ListPluginsCommand& command, const Program& program, const Terminal& terminal);
ExitCode run(const InspectPluginCommand& command, const Program& program, const Terminal& terminal);

}  // namespace portside::cli
