// SPDX-License-Identifier: Apache-2.0
#include "cli/scanner_options.hpp"

#include <CLI/CLI.hpp>

#include "cli/common_options.hpp"

namespace portside::cli {

void add_scanner_options(CLI::App& sub, ScannerOptions& options) {
  sub.add_option("-c,--config", options.config,
                 "Configuration file: adapters, plugins, the registry")
      ->type_name("FILE");
  sub.add_option("--adapter", options.adapter,
                 "Adapter id; without it the one that the configuration selects, else offline")
      ->type_name("ID");
  sub.add_option("--advisories", options.advisories,
                 "Index of advisories for the adapter offline (see portside advisories build)")
      ->type_name("FILE");
  sub.add_option("--reports", options.reports, "Where the last reports are kept (SQLite)")
      ->type_name("FILE");
  sub.add_option("--plugin-dir", options.plugin_dirs,
                 "Look for plugins in DIR and nowhere else (repeatable)")
      ->type_name("DIR")
      ->allow_extra_args(false);
  add_trust_anchors(sub, options.trust_anchors);
  add_registry_login(sub, options);
  sub.add_option("--timeout", options.timeout, "Seconds for each image")
      ->check(CLI::Range(1, 86'400))
      ->type_name("SECONDS");
}

void finish_scanner_options(ScannerOptions& options) {
  for (std::string* path : {&options.config, &options.advisories, &options.reports,
                            &options.password_file, &options.ca_file}) {
    if (!path->empty()) *path = absolute(*path);
  }
  make_absolute(options.plugin_dirs);
  make_absolute(options.trust_anchors);
}

}  // namespace portside::cli
