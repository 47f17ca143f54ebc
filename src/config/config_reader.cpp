// SPDX-License-Identifier: Apache-2.0
//
// A table for each map of the configuration: its keys and their readers. The meaning of the keys is
// told in portside/host/config.hpp.
#include "config/config_reader.hpp"

#include <array>
#include <string>

#include "config/cursor.hpp"
#include "config/names.hpp"

namespace portside::config {
namespace {

constexpr std::size_t kMaxPath = 4096;  // PATH_MAX of Linux

void read_path(const Cursor& at, std::string& out) {
  constexpr std::string_view kExpected = "an absolute path (it begins with /)";
  if (!at.is(ValueKind::kString, kExpected)) return;
  const std::string& path = at.value().text;
  if (!path.starts_with('/')) {
    at.mistake("found " + describe(at.value()) + "; expected " + std::string(kExpected));
  } else if (path.size() >= kMaxPath || path.find('\0') != std::string::npos) {
    at.mistake("found " + describe(at.value()) +
               "; expected a path of fewer than 4096 bytes without zero bytes");
  } else {
    out = path;
  }
}

void read_paths(const Cursor& at, std::vector<std::string>& out) {
  if (!at.is(ValueKind::kList, "a list of absolute paths")) return;
  at.each([&](const Cursor& item) { read_path(item, out.emplace_back()); });
}

void read_files(const Cursor& at, PluginOptions& plugins) {
  if (!at.is(ValueKind::kMap, "a map of plugin names and absolute paths")) return;
  at.each([&](const Cursor& member) {
    if (!is_plugin_name(member.key())) {
      member.mistake("found the name " + quoted(member.key()) + "; expected " +
                     std::string(kPluginNameRule));
    }
    read_path(member, plugins.files[member.key()]);
  });
}

constexpr std::array kTrustModes{Word<TrustMode>{"strict", TrustMode::kStrict},
                                 Word<TrustMode>{"warn", TrustMode::kWarn},
                                 Word<TrustMode>{"off", TrustMode::kOff}};

constexpr std::array kTrustFields{
    Field<TrustOptions>{
        "mode",
        [](const Cursor& at, TrustOptions& trust) { read_word(at, kTrustModes, trust.mode); }},
    Field<TrustOptions>{
        "anchors", [](const Cursor& at, TrustOptions& trust) { read_paths(at, trust.anchors); }}};

constexpr std::array kProbeModes{Word<ProbeMode>{"first-use", ProbeMode::kFirstUse},
                                 Word<ProbeMode>{"off", ProbeMode::kOff}};

constexpr std::array kPluginFields{
    Field<PluginOptions>{
        "dirs", [](const Cursor& at, PluginOptions& plugins) { read_paths(at, plugins.dirs); }},
    Field<PluginOptions>{"files", read_files},
    Field<PluginOptions>{"probe", [](const Cursor& at, PluginOptions& plugins) {
                           read_word(at, kProbeModes, plugins.probe);
                         }}};

void read_scanner(const Cursor& at, Config& config) {
  if (!at.is(ValueKind::kString, kAdapterIdRule)) return;
  config.scanner = at.value().text;
  if (!is_adapter_id(config.scanner)) {
    at.mistake("found " + describe(at.value()) + "; expected " + std::string(kAdapterIdRule));
  }
}

/// The documents are the adapters' own business, so nothing of them is shown in a message.
void read_adapter(const Cursor& at, Secret& document) {
  if (!is_adapter_id(at.key())) {
    at.mistake("found the id " + quoted(at.key()) + "; expected " + std::string(kAdapterIdRule));
  }
  if (!at.given()) return;
  if (at.value().kind != ValueKind::kMap) {
    at.mistake("found " + describe_kind(at.value()) + "; expected a map, or nothing");
    return;
  }
  document = to_json(at.value());
}

void read_adapters(const Cursor& at, Config& config) {
  if (!at.is(ValueKind::kMap, "a map of adapter ids and their documents")) return;
  at.each([&](const Cursor& member) { read_adapter(member, config.adapters[member.key()]); });
}

constexpr std::array kConfigFields{
    Field<Config>{
        "plugins",
        [](const Cursor& at, Config& config) { read_fields(at, kPluginFields, config.plugins); }},
    Field<Config>{"trust", [](const Cursor& at,
                              Config& config) { read_fields(at, kTrustFields, config.trust); }},
    Field<Config>{"scanner", read_scanner}, Field<Config>{"adapters", read_adapters}};

}  // namespace

Config read_config(const Value& root, Mistakes& mistakes) {
  Config config;
  read_fields(Cursor(root, mistakes), kConfigFields, config);
  return config;
}

}  // namespace portside::config
