// SPDX-License-Identifier: Apache-2.0
#include "cli/plugin_output.hpp"

#include <nlohmann/json.hpp>
#include <string_view>

#include "loader/printable.hpp"
#include "words/word_list.hpp"

namespace portside::cli {
namespace {

using loader::printable;

Colour colour_of(PluginState state) {
  switch (state) {
    case PluginState::kAvailable:
    case PluginState::kLoaded: return Colour::kGreen;
    case PluginState::kShadowed: return Colour::kYellow;
    case PluginState::kRefused:
    case PluginState::kFailed: return Colour::kRed;
  }
  return Colour::kNone;
}

std::string or_dash(const std::string& text) {
  return text.empty() ? "-" : printable(text);
}

nlohmann::ordered_json json_of(const PluginInfo& plugin) {
  return {{"name", plugin.name},           {"version", plugin.version},
          {"kinds", plugin.kinds},         {"state", plugin_state_name(plugin.state)},
          {"reason", plugin.reason},       {"reason_code", plugin_reason_name(plugin.reason_code)},
          {"path", plugin.path},           {"vendor", plugin.vendor},
          {"license", plugin.license},     {"summary", plugin.summary},
          {"toolchain", plugin.toolchain}, {"sdk_version", plugin.sdk_version}};
}

/// A file name can hold any byte; what is not UTF-8 is replaced.
std::string listing_text(const nlohmann::ordered_json& json) {
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

void print_table(const Terminal& terminal, const std::vector<PluginInfo>& plugins) {
  if (plugins.empty()) {
    terminal.out << "no plugins found\n";
    return;
  }
  Table table({"STATE", "NAME", "VERSION", "KINDS", "PATH"});
  for (const PluginInfo& plugin : plugins) {
    table.add_row({{std::string(plugin_state_name(plugin.state)), colour_of(plugin.state)},
                   {or_dash(plugin.name)},
                   {or_dash(plugin.version)},
                   {or_dash(words::joined(plugin.kinds, ","))},
                   {plugin.path.empty() ? "(built in)" : printable(plugin.path)}});
    if (!plugin.reason.empty()) table.add_note(printable(plugin.reason));
  }
  table.print(terminal);
}

void print_details(const Terminal& terminal, const PluginInfo& plugin) {
  const auto line = [&](std::string_view label, const std::string& text) {
    terminal.out << label << std::string(11 - label.size(), ' ') << text << '\n';
  };
  line("path", printable(plugin.path));
  line("state", terminal.paint(plugin_state_name(plugin.state), colour_of(plugin.state)));
  if (!plugin.reason.empty()) line("reason", printable(plugin.reason));
  if (plugin.name.empty()) return;  // of a file that is no plugin there is no more to tell
  line("name", plugin.name);
  line("version", or_dash(plugin.version));
  line("kinds", or_dash(words::joined(plugin.kinds, ",")));
  line("summary", or_dash(plugin.summary));
  line("vendor", or_dash(plugin.vendor));
  line("license", or_dash(plugin.license));
  line("built by", or_dash(plugin.toolchain));
  line("sdk", or_dash(plugin.sdk_version));
}

std::string to_json(const std::vector<PluginInfo>& plugins) {
  nlohmann::ordered_json array = nlohmann::ordered_json::array();
  for (const PluginInfo& plugin : plugins) array.push_back(json_of(plugin));
  return listing_text(array);
}

std::string to_json(const PluginInfo& plugin) {
  return listing_text(json_of(plugin));
}

}  // namespace portside::cli
