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
  /// The prefix that holds this program and its CMake package; "" where CMake looks by itself, and
  /// in a build.
  std::string package_prefix;
};

/// Each runs one command and returns how the program ends; throws AdapterError.
ExitCode run(const VersionCommand& command, const Program& program, const Terminal& terminal);
ExitCode run(const ListPluginsCommand& command, const Program& program, const Terminal& terminal);
ExitCode run(const InspectPluginCommand& command, const Program& program, const Terminal& terminal);
ExitCode run(const NewPluginCommand& command, const Program& program, const Terminal& terminal);
ExitCode run(const CheckPluginCommand& command, const Program& program, const Terminal& terminal);
ExitCode run(const RunCheckCommand& command, const Program& program, const Terminal& terminal);
ExitCode run(const CheckConfigCommand& command, const Program& program, const Terminal& terminal);
ExitCode run(const ShowConfigCommand& command, const Program& program, const Terminal& terminal);
ExitCode run(const RegistryCommand& command, const Program& program, const Terminal& terminal);
ExitCode run(const NewKeyCommand& command, const Program& program, const Terminal& terminal);
ExitCode run(const SealCommand& command, const Program& program, const Terminal& terminal);
ExitCode run(const RekeyCommand& command, const Program& program, const Terminal& terminal);
ExitCode run(const BuildAdvisoriesCommand& command, const Program& program,
             const Terminal& terminal);
ExitCode run(const AdvisoriesInfoCommand& command, const Program& program,
             const Terminal& terminal);
ExitCode run(const FromChangelogsCommand& command, const Program& program,
             const Terminal& terminal);
ExitCode run(const ScanCommand& command, const Program& program, const Terminal& terminal);
ExitCode run(const CheckImageCommand& command, const Program& program, const Terminal& terminal);
ExitCode run(const ForgetCommand& command, const Program& program, const Terminal& terminal);
ExitCode run(const NotifyCommand& command, const Program& program, const Terminal& terminal);
ExitCode run(const ArtifactCommand& command, const Program& program, const Terminal& terminal);
ExitCode run(const CheckServiceCommand& command, const Program& program, const Terminal& terminal);
ExitCode run(const ConvertCommand& command, const Program& program, const Terminal& terminal);

}  // namespace portside::cli
