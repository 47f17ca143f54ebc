// SPDX-License-Identifier: Apache-2.0
#include "cli/plugin_project.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "cli/plugin_templates.hpp"
#include "config/names.hpp"
#include "portside/api/abi.hpp"

namespace portside::cli {
namespace {

constexpr std::string_view kMarks = "._-";

// Characters of names are ASCII (config/names.hpp); no locale has a say.
char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) {
    text.replace(at, what.size(), with);
  }
  return text;
}

/// `0.1` of `0.1.0`: what find_package() asks for.
std::string_view package_version() {
  const std::string_view version = abi::kSdkVersion;
  return version.substr(0, version.rfind('.'));
}

}  // namespace

std::string class_name_of(std::string_view plugin_name, std::string_view kind) {
  std::string name;
  bool begins_word = true;
  for (const char c : plugin_name) {
    const bool mark = kMarks.find(c) != std::string_view::npos;
    if (!mark) name += begins_word ? upper(c) : c;
    begins_word = mark;
  }
  if (name[0] >= '0' && name[0] <= '9') name.insert(0, "Plugin");
  std::string ending(kind);
  ending[0] = upper(ending[0]);
  return name.ends_with(ending) ? name : name + ending;
}

std::string artifact_type_of(std::string_view plugin_name) {
  constexpr std::string_view kEnding = "-processor";
  if (plugin_name.ends_with(kEnding)) plugin_name.remove_suffix(kEnding.size());
  std::string type(plugin_name);
  std::transform(type.begin(), type.end(), type.begin(),
                 [](char c) { return kMarks.find(c) != std::string_view::npos ? '_' : upper(c); });
  return type;
}

std::string why_no_project_name(const std::string& name) {
  if (!config::is_plugin_name(name)) {
    return "'" + name + "' is not " + std::string(config::kPluginNameRule);
  }
  constexpr std::array<std::string_view, 10> kTargetsOfCMake = {
      "all",     "clean", "edit_cache",    "help", "install", "list_install_components",
      "package", "test",  "rebuild_cache", "zip"};
  if (std::find(kTargetsOfCMake.begin(), kTargetsOfCMake.end(), name) != kTargetsOfCMake.end()) {
    return "'" + name + "' is the name of one of CMake's own targets; expected another plugin name";
  }
  return "";
}

std::vector<ProjectFile> make_plugin_project(std::string_view name, std::string_view kind) {
  const std::vector<std::pair<std::string_view, std::string>> values = {
      {"@NAME@", std::string(name)},
      {"@CLASS@", class_name_of(name, kind)},
      {"@TYPE@", artifact_type_of(name)},
      {"@VERSION@", std::string(package_version())}};
  const std::string folder = std::string(kind) + "/";
  std::vector<ProjectFile> files;
  for (const PluginTemplate& each : plugin_templates()) {
    if (!each.path.starts_with(folder)) continue;
    std::string text(each.text);
    for (const auto& [what, with] : values) text = replaced(std::move(text), what, with);
    files.push_back({std::string(each.path.substr(folder.size())), std::move(text)});
  }
  return files;
}

}  // namespace portside::cli
