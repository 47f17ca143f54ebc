// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "cli/exit_code.hpp"

namespace portside::cli {

struct VersionCommand {
  bool json = false;
};

struct ListPluginsCommand {
  /// A configuration file, or "".
  std::string config;
  /// Replace the folders of the configuration when not empty.
  std::vector<std::string> plugin_dirs;
  std::vector<std::string> trust_anchors;
  bool probe = true;
  bool json = false;
};

struct InspectPluginCommand {
  std::string file;
  std::vector<std::string> trust_anchors;
  bool json = false;
};

using Command = std::variant<VersionCommand, ListPluginsCommand, InspectPluginCommand>;

/// Nothing to run: text to print, and how to end.
struct EarlyExit {
  std::string text;
  ExitCode code = ExitCode::kFine;
};

/// Reads the command line. Relative paths become absolute.
std::variant<Command, EarlyExit> parse_arguments(int argc, const char* const* argv);

}  // namespace portside::cli
