// SPDX-License-Identifier: Apache-2.0
#include "cli/common_options.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>

#include "oci/platform.hpp"
#include "portside/api/error.hpp"

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

void add_platform(CLI::App& command, std::string& platform, const char* help, AllPlatforms all) {
  const auto problem = [all](const std::string& text) {
    try {
      if (all != AllPlatforms::kTaken || text != "all") oci::parse_platform(text);
    } catch (const AdapterError& error) {
      return error.message;
    }
    return std::string();
  };
  command.add_option("--platform", platform, help)
      ->check(CLI::Validator(problem, ""))
      ->type_name("OS/ARCH[/VARIANT]");
}

}  // namespace portside::cli
