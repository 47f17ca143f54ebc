// SPDX-License-Identifier: Apache-2.0
#include "cli/check_arguments.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <regex>

#include "cli/common_options.hpp"
#include "conformance/table.hpp"

namespace portside::cli {
namespace {

constexpr int kLongestCheck = 86'400;

std::string why_no_filter(const std::string& pattern) try {
  const std::regex filter(pattern);
  const auto checks = conformance::all_checks();
  const bool matches = std::any_of(checks.begin(), checks.end(), [&](const auto& check) {
    return std::regex_search(std::string(check.id), filter);
  });
  return matches ? "" : "no check has an id that matches '" + pattern + "'";
} catch (const std::regex_error&) {
  return "'" + pattern + "' is no regular expression";
}

/// A document stays as it is, a path becomes absolute.
void make_config_absolute(std::string& config) {
  const std::size_t first = config.find_first_not_of(" \t\r\n");
  if (first != std::string::npos && config[first] != '{') config = absolute(config);
}

template <typename Options>
void add_common(CLI::App& command, const std::shared_ptr<Options>& options) {
  command.add_option("FILE", options->file, "The plugin")->required()->type_name("");
  command
      .add_option("--config", options->config,
                  "A valid configuration: a JSON file, or the JSON object itself")
      ->type_name("JSON");
  add_trust_anchors(command, options->trust_anchors);
}

template <typename Options>
Options finished(Options options) {
  options.file = absolute(options.file);
  make_config_absolute(options.config);
  make_absolute(options.trust_anchors);
  return options;
}

}  // namespace

void add_check(CLI::App& plugins, Command& command) {
  auto* check = plugins.add_subcommand("check",
                                       "Try whether a plugin keeps the rules, each check in a "
                                       "process of its own (exit code 5 when it does not)");
  auto options = std::make_shared<CheckPluginCommand>();
  add_common(*check, options);
  check->add_option("--only", options->only, "Make the checks whose ids match REGEX")
      ->check(why_no_filter)
      ->type_name("REGEX");
  check->add_option("--time-limit", options->time_limit, "Seconds for one check")
      ->capture_default_str()
      ->check(CLI::Range(1, kLongestCheck))
      ->type_name("SECONDS");
  add_json_flag(*check, options->json);
  check->callback([&command, options] { command = finished(*options); });
}

void add_run_check(CLI::App& plugins, Command& command) {
  auto* run = plugins.add_subcommand("run-check", "Make one check in this process");
  run->group("");
  auto options = std::make_shared<RunCheckCommand>();
  add_common(*run, options);
  run->add_option("ID", options->id, "The check")->required()->type_name("");
  run->callback([&command, options] { command = finished(*options); });
}

}  // namespace portside::cli
