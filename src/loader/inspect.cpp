// SPDX-License-Identifier: Apache-2.0
#include <filesystem>

#include "loader/judge.hpp"
#include "portside/host/plugin_registry.hpp"

namespace portside {

PluginInfo inspect_plugin(const std::string& path, const TrustOptions& trust) {
  std::error_code error;
  const std::filesystem::path absolute = std::filesystem::absolute(path, error);
  loader::PathTrust path_trust(trust);
  return loader::info_of(loader::judge_file(error ? path : absolute.string(), -1,
                                            loader::HostAbi::of_this_build(), path_trust));
}

}  // namespace portside
