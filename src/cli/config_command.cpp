// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <set>
#include <string>
#include <system_error>

#include "cli/commands.hpp"
#include "cli/config_output.hpp"
#include "cli/environment.hpp"
#include "cli/plugin_schemas.hpp"
#include "config/config_reader.hpp"
#include "config/document.hpp"
#include "config/file_check.hpp"
#include "config/listing.hpp"
#include "config/open_secrets.hpp"
#include "config/processor_reader.hpp"
#include "config/read_tree.hpp"
#include "config/schema_check.hpp"

namespace portside::cli {
namespace {

/// Whether mistakes leave open where plugins are. An unknown key may be one of those that say it.
bool plugins_are_elsewhere(const config::Document& document, const config::Mistakes& mistakes) {
  const PluginOptions& plugins = document.config().plugins;
  const bool names_some = !plugins.dirs.empty() || !plugins.files.empty();
  return mistakes.has_any_below("plugins.dirs") || mistakes.has_any_below("plugins.files") ||
         (mistakes.has_any_below("plugins") && !mistakes.has_any_below("plugins.probe") &&
          !names_some);
}

bool names_adapters(const Config& config) {
  return !config.scanner.empty() || !config.adapters.empty() || !config.processors.empty();
}

void add_mistakes(config::Mistakes& mistakes, CheckedConfig& checked) {
  checked.more = checked.more || mistakes.more();
  for (const config::Mistake& each : mistakes.all()) {
    checked.mistakes.push_back({each, mistakes.line_of(each)});
  }
}

/// Secrets that others of this computer can read.
void add_open_secrets(const std::string& file, const config::Document& document,
                      const PluginSchemas& schemas, CheckedConfig& checked) {
  std::error_code error;
  const auto mode = std::filesystem::status(file, error).permissions();
  if (error || (mode & std::filesystem::perms::others_read) == std::filesystem::perms::none) return;
  config::Mistakes warnings(file, config::format_of(file));
  config::note_open_secrets(document.tree(), schemas, warnings);
  for (const config::Mistake& each : warnings.all()) {
    checked.warnings.push_back(warnings.line_of(each));
  }
}

/// What a processor.yaml adds, and what is wrong with it beside `config`.
void check_processors(const std::string& file, Config config, CheckedConfig& checked) {
  const Secret text = config::read_config_file(file);
  config::Mistakes mistakes(file, config::format_of(file));
  config::Mistakes warnings(file, config::format_of(file));
  config::add_processors(text.reveal(), config::format_of(file), secrets_of_this_process(), config,
                         mistakes, warnings);
  checked.adapters = config.adapters.size();
  checked.processors = config.processors.size();
  add_mistakes(mistakes, checked);
  for (const config::Mistake& each : warnings.all()) {
    checked.warnings.push_back(warnings.line_of(each));
  }
}

}  // namespace

ExitCode run(const CheckConfigCommand& command, const Program& program, const Terminal& terminal) {
  const Secret text = config::read_config_file(command.file);
  config::Document document(text.reveal(), config::format_of(command.file), command.file,
                            secrets_of_this_process());
  CheckedConfig checked{command.file};
  ConfigOptions options = command;
  if (options.plugins && options.plugin_dirs.empty() &&
      plugins_are_elsewhere(document, document.mistakes())) {
    options.plugins = false;
    checked.note =
        "no plugin was looked at: correct first what is wrong with plugins, or give --plugin-dir";
  }
  const PluginSchemas schemas(document.config(), options, program);
  std::set<std::string> checked_ids;
  const auto noted = [&](const std::string& id) {
    auto schema = schemas(id);
    if (schema && !schema->empty() && document.config().adapters.contains(id))
      checked_ids.insert(id);
    return schema;
  };
  const auto configure = [&](const std::string& id) {
    schemas.configure(id);
    if (document.config().adapters.contains(id)) ++checked.configured;
  };
  config::check_documents(document.tree(), noted, document.mistakes(), configure);
  config::check_files(document.tree(), schemas, document.mistakes());
  if (!schemas.default_folder().empty() && names_adapters(document.config())) {
    checked.note = "plugins were looked for in " + schemas.default_folder() +
                   ", where this program keeps its own; a host has to find its folders in "
                   "plugins.dirs";
  }
  checked.schemas = checked_ids.size();
  checked.adapters = document.config().adapters.size();
  checked.processors = document.config().processors.size();
  add_mistakes(document.mistakes(), checked);
  add_open_secrets(command.file, document, schemas, checked);
  if (!command.processors.empty()) {
    check_processors(command.processors, document.config(), checked);
  }
  if (command.json) {
    terminal.out << to_json(checked);
  } else {
    print_checked(terminal, checked);
  }
  return checked.mistakes.empty() ? ExitCode::kFine : ExitCode::kCheckFailed;
}

ExitCode run(const ShowConfigCommand& command, const Program& program, const Terminal& terminal) {
  config::Value tree;
  Config config;
  if (!command.file.empty()) {
    const Secret text = config::read_config_file(command.file);
    config::Mistakes mistakes(command.file, config::format_of(command.file));
    try {
      tree = config::read_tree(text.reveal(), config::format_of(command.file), mistakes);
    } catch (const config::StopReading&) {
      // The mistakes say why.
    }
    mistakes.throw_if_any();
    // Whatever is wrong with the values is for `config check` to say.
    config::Mistakes passed_over(command.file, config::format_of(command.file));
    try {
      config = config::read_config(tree, passed_over);
    } catch (const config::StopReading&) {
    }
  }
  const PluginSchemas schemas(std::move(config), command, program);
  const auto keys = config::list_keys(tree, schemas);
  config::wipe_texts(tree);
  if (command.json) {
    terminal.out << to_json(command.file, keys);
  } else {
    print_keys(terminal, command.file, keys);
  }
  return ExitCode::kFine;
}

}  // namespace portside::cli
