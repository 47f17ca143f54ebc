// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "temp_folder.hpp"

namespace portside::bench {

/// A folder with many copies of a plugin, `0.so`, `1.so`, ...: files of their own for the dynamic
/// loader.
class PluginCopies {
 public:
  explicit PluginCopies(int count) {
    for (int i = 0; i < count; ++i) {
      files_.push_back(folder_ / (std::to_string(i) + ".so"));
      std::filesystem::copy_file(PORTSIDE_FIXTURE_PLUGINS "/good-scanner.so", files_.back());
    }
  }
  const std::vector<std::string>& files() const noexcept { return files_; }
  std::string folder() const { return folder_.str(); }

 private:
  testing::TempFolder folder_;
  std::vector<std::string> files_;
};

}  // namespace portside::bench
