// SPDX-License-Identifier: Apache-2.0
//
// The configuration of a host. A program reads it from one file in YAML or JSON with load_config(),
// or fills the struct itself.
//
//   plugins:
//     dirs: [/usr/lib/portside/plugins]      # searched in this order
//     files:                                 # single plugins, by name; found before those in dirs
//       acme: /opt/acme/portside-acme.so
//     probe: first-use                       # or: off
//     trust:
//       mode: strict                         # or: warn, off
//       anchors: [/home/build]               # below these folders the check of the path ends
//   scanner: clair                           # the adapter that scans, by id
//   adapters:                                # one opaque document for each adapter id
//     clair:
//       url: http://127.0.0.1:6060
//
// An adapter id is the name of a plugin, or NAME@LABEL where one plugin serves several ids.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "portside/api/json.hpp"

namespace portside {

/// What happens to plugin files that somebody else could have written.
enum class TrustMode : std::int32_t {
  kStrict = 0,  ///< they are refused
  kWarn = 1,    ///< they are used, and a warning is logged
  kOff = 2,     ///< they are used
};

/// Who may have written a plugin: root or the user of this process. The file and every folder above
/// it must belong to one of them and be writable for nobody else (a folder with the sticky bit may
/// be, when what follows it in the path belongs to one of them).
struct TrustOptions {
  TrustMode mode = TrustMode::kStrict;
  /// Absolute folders that end the walk upwards: they and what lies above are taken as trusted.
  /// The plugin file itself, and folders between it and the anchor, are looked at all the same.
  std::vector<std::string> anchors;
};

/// When a plugin is tried in a child process before this process loads it.
enum class ProbeMode : std::int32_t {
  kFirstUse = 0,  ///< before it is loaded; the verdict is remembered for the file
  kOff = 1,       ///< never: a plugin that crashes when loaded takes the host with it
};

/// Where plugins are found and what is asked of them.
struct PluginOptions {
  /// Absolute folders, searched in this order, not recursively. Files that end in `.so` count.
  std::vector<std::string> dirs;
  /// Name -> absolute path of a single plugin. Found before those in `dirs`.
  std::map<std::string, std::string> files;
  ProbeMode probe = ProbeMode::kFirstUse;
  TrustOptions trust;
};

struct Config {
  PluginOptions plugins;
  /// The id of the adapter that scans; "" = none selected.
  std::string scanner;
  /// Adapter id -> the opaque document that its plugin is configured with.
  std::map<std::string, Json> adapters;
};

/// The plugin that an adapter id names: the part before `@`. [any]
std::string_view plugin_name_of(std::string_view adapter_id) noexcept;

enum class ConfigFormat : std::int32_t { kYaml = 0, kJson = 1 };

/// Reads a configuration from text. `origin` names the text in messages (a file's path).
///
/// A key with no value (a null) counts as not written. Numbers in the adapters' documents keep
/// their digits, and plain YAML scalars follow the core schema of YAML 1.2: `yes`, `no`, `on` and
/// `off` are texts.
///
/// Throws kConfigInvalid: `message` is the first mistake, `detail` lists all of them (a hundred at
/// most), one a line, each with its place. The text is bounded: 4 MiB, 64 levels deep, 100,000
/// values; YAML anchors, aliases and tags, duplicate keys and more than one document are mistakes.
/// [any]
Config parse_config(std::string_view text, ConfigFormat format, const std::string& origin);

/// Reads a file; its format is told by its name (`.json`, else YAML). Throws as parse_config(), and
/// kConfigInvalid for a file that cannot be read. [any]
Config load_config(const std::string& path);

}  // namespace portside
