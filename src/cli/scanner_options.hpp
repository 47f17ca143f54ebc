// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/registry_choice.hpp"

namespace CLI {
class App;
}

namespace portside::cli {

/// What all commands about scanners are told.
struct ScannerOptions : RegistryLogin {
  /// A configuration file, or "".
  std::string config;
  /// The adapter; "" = the one that the configuration selects, else `offline`.
  std::string adapter;
  /// Replace the folders of the configuration when not empty.
  std::vector<std::string> plugin_dirs;
  std::vector<std::string> trust_anchors;
  /// The index of advisories of the adapter `offline`, or "".
  std::string advisories;
  /// Where the last reports are kept; "" = the user's own place.
  std::string reports;
  /// Seconds for each image.
  int timeout = 3'600;
};

/// Adds the options above.
void add_scanner_options(CLI::App& sub, ScannerOptions& options);

/// To be called when the command line was read: relative paths become absolute.
void finish_scanner_options(ScannerOptions& options);

}  // namespace portside::cli
