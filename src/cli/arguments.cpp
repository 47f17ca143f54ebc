// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.hpp"

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/advisories_arguments.hpp"
#include "cli/artifact_arguments.hpp"
#include "cli/check_arguments.hpp"
#include "cli/common_options.hpp"
#include "cli/config_arguments.hpp"
#include "cli/convert_arguments.hpp"
#include "cli/plugin_project.hpp"
#include "cli/processor_arguments.hpp"
#include "cli/registry_arguments.hpp"
#include "cli/scan_arguments.hpp"
#include "cli/secret_arguments.hpp"

namespace portside::cli {
namespace {

constexpr const char* kExitCodes =
    "Exit codes: 0 fine, 1 error, 2 usage, 3 gate failed, 4 scan incomplete,\n"
    "5 policy or check failed.";

void add_version(CLI::App& app, Command& command) {
  auto* version =
      app.add_subcommand("version", "Show versions and what plugins are matched against");
  auto options = std::make_shared<VersionCommand>();
  add_json_flag(*version, options->json);
  version->callback([&command, options] { command = *options; });
}

void add_list(CLI::App& plugins, Command& command) {
  auto* list = plugins.add_subcommand("list",
                                      "List all plugins that are found, and what is wrong "
                                      "with those that cannot be used");
  auto options = std::make_shared<ListPluginsCommand>();
  list->add_option("-c,--config", options->config, "Configuration file (YAML, or JSON by its name)")
      ->type_name("FILE");
  list->add_option("--plugin-dir", options->plugin_dirs,
                   "Look in DIR instead of where the configuration says (repeatable)")
      ->check(CLI::ExistingDirectory)
      ->type_name("DIR")
      ->allow_extra_args(false);
  add_trust_anchors(*list, options->trust_anchors);
  list->add_flag_callback(
      "--no-probe", [options] { options->probe = false; },
      "Do not try each plugin in a child process; what it does when it is loaded then "
      "stays unknown");
  add_json_flag(*list, options->json);
  list->callback([&command, options] {
    if (!options->config.empty()) options->config = absolute(options->config);
    make_absolute(options->plugin_dirs);
    make_absolute(options->trust_anchors);
    command = *options;
  });
}

void add_inspect(CLI::App& plugins, Command& command) {
  auto* inspect = plugins.add_subcommand("inspect",
                                         "Show what a plugin file says of itself, without "
                                         "loading it (exit code 5 when it is unfit)");
  auto options = std::make_shared<InspectPluginCommand>();
  inspect->add_option("FILE", options->file, "The plugin")->required()->type_name("");
  add_trust_anchors(*inspect, options->trust_anchors);
  add_json_flag(*inspect, options->json);
  inspect->callback([&command, options] {
    options->file = absolute(options->file);
    make_absolute(options->trust_anchors);
    command = *options;
  });
}

void add_new(CLI::App& plugins, Command& command) {
  auto* add = plugins.add_subcommand("new", "Write the project of a new plugin");
  auto options = std::make_shared<NewPluginCommand>();
  add->add_option("NAME", options->name, "Name of the plugin, for example acme-scanner")
      ->required()
      ->check(why_no_project_name)
      ->type_name("");
  add->add_option("--kind", options->kind, "What it is: scanner or processor")
      ->required()
      ->check(CLI::IsMember({"scanner", "processor"}))
      ->type_name("KIND");
  add->add_option("--dir", options->dir, "Folder to write instead of NAME")->type_name("DIR");
  add->callback([&command, options] {
    std::vector<std::string> dir = {options->dir.empty() ? options->name : options->dir};
    make_absolute(dir);
    options->dir = dir.front();
    command = *options;
  });
}

/// CLI11 says of a word that is no command only that a command is required.
std::string problem(const CLI::App& app, const CLI::ParseError& error) {
  const std::vector<std::string> unused = app.remaining(/*recurse=*/true);
  const bool is_word = !unused.empty() && !unused.front().empty() && unused.front()[0] != '-';
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr && is_word) {
    return "there is no command '" + unused.front() + "'";
  }
  return error.what();
}

}  // namespace

std::variant<Command, EarlyExit> parse_arguments(int argc, const char* const* argv) {
  Command command;
  CLI::App app("Portside: scan images and understand artifacts through plugins", "portside");
  app.footer(kExitCodes);
  app.require_subcommand(1);
  add_scan(app, command);
  add_artifact(app, command);
  auto* plugins = app.add_subcommand("plugins", "Find and examine plugins");
  plugins->require_subcommand(1);
  add_list(*plugins, command);
  add_inspect(*plugins, command);
  add_check(*plugins, command);
  add_run_check(*plugins, command);
  add_new(*plugins, command);
  add_processor(app, command);
  add_config(app, command);
  add_registry(app, command);
  add_secret(app, command);
  add_advisories(app, command);
  add_convert(app, command);
  add_version(app, command);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    const CLI::App* shown = &app;
    std::string before;  // the words of the command line that lead to it
    while (!shown->get_subcommands().empty()) {
      before += (before.empty() ? "" : " ") + shown->get_name();
      shown = shown->get_subcommands().front();
    }
    return EarlyExit{shown->help(before), ExitCode::kFine};
  } catch (const CLI::ParseError& error) {
    return EarlyExit{"portside: " + problem(app, error) + "; see portside --help\n",
                     ExitCode::kUsage};
  }
  return command;
}

}  // namespace portside::cli
