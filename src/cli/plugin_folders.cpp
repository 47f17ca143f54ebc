// SPDX-License-Identifier: Apache-2.0
#include "cli/plugin_folders.hpp"

namespace portside::cli {

bool choose_plugins(Config& config, const Program& program, const std::vector<std::string>& dirs,
                    const std::vector<std::string>& anchors) {
  config.trust.anchors.insert(config.trust.anchors.end(), anchors.begin(), anchors.end());
  if (!dirs.empty()) {
    config.plugins.dirs = dirs;
    config.plugins.files.clear();
  }
  if (!config.plugins.dirs.empty()) return false;
  config.plugins.dirs = {program.default_plugin_dir};
  return true;
}

}  // namespace portside::cli
