// SPDX-License-Identifier: Apache-2.0
//
// consumer-host PLUGIN_FOLDER TRUSTED_FOLDER: asks the scanner consumer-plugin how it is.
#include <iostream>

#include "portside/api/error.hpp"
#include "portside/host/call.hpp"
#include "portside/host/plugin_registry.hpp"

int main(int, char** argv) try {
  portside::Config config;
  config.plugins.dirs = {argv[1]};
  config.trust.anchors = {argv[2]};
  config.scanner = "consumer-plugin";
  portside::PluginRegistry plugins(config, {.probe_program = PROBE});
  const auto scanner = plugins.selected_scanner();
  const portside::Call call;
  const portside::ScannerStatus status = scanner->status(call.context());
  std::cout << scanner->describe().name << " says: " << status.message << '\n';
  return 0;
} catch (const portside::AdapterError& error) {
  std::cerr << error.message << '\n' << error.detail << '\n';
  return 1;
}
