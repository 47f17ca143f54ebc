// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "temp_folder.hpp"

namespace portside::bench {

/// A folder with many plugins, `0.so`, `1.so`, ...: copies of one, each under a name of its own.
class PluginCopies {
 public:
  explicit PluginCopies(int count) {
    std::ifstream original(PORTSIDE_BENCH_PLUGIN, std::ios::binary);
    std::string content{std::istreambuf_iterator<char>(original), {}};
    // The name as the note has it: in an array that is longer.
    const std::string name = "bench-plugin";
    const std::size_t place = content.find(name + std::string(16, '\0'));
    if (place == std::string::npos)
      throw std::runtime_error("the note of the plugin was not found");
    for (int i = 0; i < count; ++i) {
      std::string own_name = std::to_string(i);
      own_name.insert(0, name.size() - own_name.size(), 'p');
      content.replace(place, name.size(), own_name);
      files_.push_back(folder_.write(std::to_string(i) + ".so", content));
    }
  }
  const std::vector<std::string>& files() const noexcept { return files_; }
  std::string folder() const { return folder_.str(); }

 private:
  testing::TempFolder folder_;
  std::vector<std::string> files_;
};

}  // namespace portside::bench
