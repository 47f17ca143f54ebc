// SPDX-License-Identifier: Apache-2.0
#include "cli/common_options.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>

namespace portside::cli {

std::string absolute(const std::string& path) {
  return std::filesystem::absolute(path).lexically_normal().string();
}

void make_absolute(std::vector<std::string>& paths) {
  for (std::string& path : paths) {
    path = absolute(path);
    if (path.size() > 1 && path.back() == '/') path.pop_back();
  }
}

void add_json_flag(CLI::App& command, bool& json) {
  command.add_flag("--json", json, "Print JSON for programs");
}

void add_trust_anchors(CLI::App& command, std::vector<std::string>& anchors) {
  command
      .add_option("--trust-anchor", anchors,
                  "Take DIR and what lies above it as trusted (repeatable)")
      ->type_name("DIR")
      ->allow_extra_args(false);
}

}  // namespace portside::cli
