// SPDX-License-Identifier: Apache-2.0
#include "cli/config_arguments.hpp"

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/common_options.hpp"

namespace portside::cli {
namespace {

void add_config_options(CLI::App& command, ConfigOptions& options) {
  command
      .add_option("--plugin-dir", options.plugin_dirs,
                  "Look for plugins in DIR instead of where the configuration says (repeatable)")
      ->check(CLI::ExistingDirectory)
      ->type_name("DIR")
      ->allow_extra_args(false);
  add_trust_anchors(command, options.trust_anchors);
  command.add_flag_callback(
      "--no-plugins", [&options] { options.plugins = false; },
      "Load no plugins: their schemas stay unknown, and nobody looks whether they are "
      "there");
  add_json_flag(command, options.json);
}

void finish(ConfigOptions& options) {
  if (!options.file.empty()) options.file = absolute(options.file);
  make_absolute(options.plugin_dirs);
  make_absolute(options.trust_anchors);
}

}  // namespace

void add_config(CLI::App& app, Command& command) {
  auto* config = app.add_subcommand("config", "Check a configuration, or show what it says");
  config->require_subcommand(1);

  auto* check = config->add_subcommand(
      "check",
      "Name everything that is wrong with a configuration, adapters' documents and secrets "
      "included (exit code 5 when something is)");
  auto checked = std::make_shared<CheckConfigCommand>();
  check->add_option("FILE", checked->file, "The configuration (YAML, or JSON by its name)")
      ->required()
      ->type_name("");
  check
      ->add_option("--processors", checked->processors,
                   "A processor.yaml that goes with it: remote processors")
      ->type_name("FILE");
  add_config_options(*check, *checked);
  check->callback([&command, checked] {
    finish(*checked);
    if (!checked->processors.empty()) checked->processors = absolute(checked->processors);
    command = *checked;
  });

  auto* show = config->add_subcommand(
      "show",
      "Show every key with its value, where that comes from, and what it is for; secrets "
      "stay hidden");
  auto shown = std::make_shared<ShowConfigCommand>();
  show->add_option("FILE", shown->file, "The configuration; without it, all defaults")
      ->type_name("");
  add_config_options(*show, *shown);
  show->callback([&command, shown] {
    finish(*shown);
    command = *shown;
  });
}

}  // namespace portside::cli
