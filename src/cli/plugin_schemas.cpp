// SPDX-License-Identifier: Apache-2.0
#include "cli/plugin_schemas.hpp"

#include <utility>

#include "cli/plugin_folders.hpp"

namespace portside::cli {
namespace {

/// What a registry says while it looks for plugins is said of each adapter that needs one.
class NoLog final : public LogSink {
 public:
  void write(const LogRecord&) noexcept override {}
};

}  // namespace

PluginSchemas::PluginSchemas(Config config, const ConfigOptions& options, const Program& program) {
  if (!options.plugins) return;
  const bool names_none =
      choose_plugins(config, program, options.plugin_dirs, options.trust_anchors);
  if (names_none) default_folder_ = config.plugins.dirs.front();
  registry_ = std::make_shared<PluginRegistry>(std::move(config),
                                               HostOptions{.log = std::make_shared<NoLog>()});
}

std::optional<std::string> PluginSchemas::operator()(const std::string& adapter_id) const {
  if (!registry_) return std::nullopt;
  return registry_->config_schema(adapter_id);
}

void PluginSchemas::configure(const std::string& adapter_id) const {
  registry_->prepare(adapter_id);
}

}  // namespace portside::cli
