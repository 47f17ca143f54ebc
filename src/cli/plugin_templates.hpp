// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

namespace portside::cli {

/// A file of templates/, without its `.in`; part of the program.
struct PluginTemplate {
  /// KIND/path/of/file
  std::string_view path;
  std::string_view text;
};

const std::vector<PluginTemplate>& plugin_templates();

}  // namespace portside::cli
