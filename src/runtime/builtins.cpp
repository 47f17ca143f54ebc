// SPDX-License-Identifier: Apache-2.0
#include "runtime/builtins.hpp"

#include "config/names.hpp"
#include "portside/api/error.hpp"

namespace portside::runtime {

void Builtins::add(std::string_view kind, const std::string& name, Make make) {
  if (!config::is_plugin_name(name)) {
    throw AdapterError(ErrorCode::kInvalidArgument, "built-in " + std::string(kind) + " '" + name +
                                                        "': expected " +
                                                        std::string(config::kPluginNameRule));
  }
  if (!made_by_.try_emplace({name, std::string(kind)}, std::move(make)).second) {
    throw AdapterError(ErrorCode::kConflict,
                       "there is a built-in " + std::string(kind) + " " + name + " already");
  }
}

const Builtins::Make* Builtins::find(std::string_view kind, const std::string& name) const {
  const auto found = made_by_.find({name, std::string(kind)});
  return found == made_by_.end() ? nullptr : &found->second;
}

std::vector<std::string> Builtins::kinds_of(const std::string& name) const {
  std::vector<std::string> kinds;
  for (auto at = made_by_.lower_bound({name, ""}); at != made_by_.end() && at->first.first == name;
       ++at) {
    kinds.push_back(at->first.second);
  }
  return kinds;
}

std::vector<PluginInfo> Builtins::list() const {
  std::vector<PluginInfo> infos;
  for (const auto& [name_and_kind, make] : made_by_) {
    if (infos.empty() || infos.back().name != name_and_kind.first) {
      PluginInfo& info = infos.emplace_back();
      info.name = name_and_kind.first;
      info.summary = "built into this program";
      info.state = PluginState::kLoaded;
    }
    infos.back().kinds.push_back(name_and_kind.second);
  }
  return infos;
}

}  // namespace portside::runtime
