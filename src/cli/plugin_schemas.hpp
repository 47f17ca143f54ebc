// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "portside/host/config.hpp"
#include "portside/host/plugin_registry.hpp"

namespace portside::cli {

/// Loads the plugins of a configuration for the sake of their schemas, and of what they say of
/// their documents.
class PluginSchemas {
 public:
  PluginSchemas(Config config, const ConfigOptions& options, const Program& program);

  /// As config::SchemaOf.
  std::optional<std::string> operator()(const std::string& adapter_id) const;

  /// As config::Configure; an id for which there is a schema, or "".
  void configure(const std::string& adapter_id) const;

  /// The program's own folder, where plugins were looked for because neither the configuration nor
  /// the command line names one; "" otherwise.
  const std::string& default_folder() const noexcept { return default_folder_; }

 private:
  /// Null when plugins are not looked at.
  std::shared_ptr<PluginRegistry> registry_;
  std::string default_folder_;
};

}  // namespace portside::cli
