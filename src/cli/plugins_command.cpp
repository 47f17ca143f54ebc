// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <ostream>

#include "cli/commands.hpp"
#include "cli/environment.hpp"
#include "cli/plugin_folders.hpp"
#include "cli/plugin_output.hpp"
#include "loader/printable.hpp"
#include "portside/host/config.hpp"
#include "portside/host/log_sink.hpp"
#include "portside/host/plugin_registry.hpp"

namespace portside::cli {
namespace {

/// A listing says itself what is wrong with each plugin; what is left to say are errors.
class ErrorLines final : public LogSink {
 public:
  explicit ErrorLines(std::ostream& error) : error_(error) {}
  void write(const LogRecord& record) noexcept override {
    if (record.level == LogLevel::kError) error_ << "portside: " << record.message << '\n';
  }

 private:
  std::ostream& error_;
};

Config config_for(const ListPluginsCommand& command, const Program& program) {
  Config config;
  if (!command.config.empty()) config = load_config(command.config, secrets_of_this_process());
  choose_plugins(config, program, command.plugin_dirs, command.trust_anchors);
  return config;
}

}  // namespace

ExitCode run(const ListPluginsCommand& command, const Program& program, const Terminal& terminal) {
  const Config config = config_for(command, program);
  PluginRegistry registry(config, {.log = std::make_shared<ErrorLines>(terminal.error)});
  const auto plugins = command.probe ? registry.probe_all() : registry.plugins();
  if (command.json) {
    terminal.out << to_json(plugins);
  } else {
    print_table(terminal, plugins);
    for (const std::string& folder : config.plugins.dirs) {
      if (plugins.empty()) terminal.out << "searched: " << loader::printable(folder) << '\n';
    }
  }
  return ExitCode::kFine;
}

ExitCode run(const InspectPluginCommand& command, const Program&, const Terminal& terminal) {
  const PluginInfo plugin = inspect_plugin(command.file, {.anchors = command.trust_anchors});
  if (command.json) {
    terminal.out << to_json(plugin);
  } else {
    print_details(terminal, plugin);
  }
  return plugin.state == PluginState::kAvailable ? ExitCode::kFine : ExitCode::kCheckFailed;
}

}  // namespace portside::cli
