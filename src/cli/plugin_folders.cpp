// SPDX-License-Identifier: Apache-2.0
#include "cli/plugin_folders.hpp"

namespace portside::cli {

void choose_plugins(Config& config, bool from_file, const Program& program,
                    const std::vector<std::string>& dirs, const std::vector<std::string>& anchors) {
  if (!dirs.empty()) {
    config.plugins.dirs = dirs;
    config.plugins.files.clear();
  } else if (!from_file) {
    config.plugins.dirs = {program.default_plugin_dir};
  }
  config.trust.anchors.insert(config.trust.anchors.end(), anchors.begin(), anchors.end());
}

}  // namespace portside::cli
