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
//   trust:
//     mode: strict                           # or: warn, off
//     anchors: [/home/build]                 # below these folders the check of the path ends
//   log:
//     level: info                            # debug, info, warning or error
//     format: json                           # or: text
//   http:                                    # for adapters that say nothing else
//     ca_file: /etc/ssl/company.pem
//     proxy: http://proxy.example:3128
//   registry:                                # where the host's own calls go
//     url: https://registry.example
//     user: portside
//     password: ${FILE:/run/secrets/registry}
//   scanner: clair                           # the adapter that scans, by id
//   adapters:                                # one opaque document for each adapter id
//     clair:
//       url: http://127.0.0.1:6060
//       psk: ${ENV:CLAIR_PSK}
//       webhook_key: ${SEALED:v1.1a2b3c4d.cJ3x...}   # from portside secret seal
//   processors:                              # adapter id -> the media types that it understands
//     http-processor@wasm: [application/vnd.wasm.config.v1+json]
//
// An adapter id is the name of a plugin, or NAME@LABEL where one plugin serves several ids.
// A text may refer to a secret that is kept elsewhere, `${ENV:NAME}` and `${FILE:/path}`, or be one
// that is sealed, `${SEALED:...}`: it opens with a key that the host has (SecretLookup), and only
// in the place that it was sealed for. `$${` stands for `${`.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portside/api/error.hpp"
#include "portside/api/http_client.hpp"
#include "portside/api/log_level.hpp"
#include "portside/host/secret.hpp"

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
  /// Absolute folders, searched in this order, not recursively. Files that end in `.so` count. A
  /// host names them all: there is no default. (The program `portside` looks into
  /// `lib/portside/plugins` of its own prefix when a configuration names none.)
  std::vector<std::string> dirs;
  /// Name -> absolute path of a single plugin. Found before those in `dirs`.
  std::map<std::string, std::string> files;
  ProbeMode probe = ProbeMode::kFirstUse;
};

enum class LogFormat : std::int32_t {
  kText = 0,  ///< `2026-01-31T12:00:00.123Z warning clair@eu message {"field":1}`
  kJson = 1,  ///< one object a line, with `ts`, `level`, `logger`, `message` and `fields`
};

/// What is logged when the host has no LogSink of its own.
struct LogOptions {
  /// From this level on.
  LogLevel level = LogLevel::kWarning;
  LogFormat format = LogFormat::kText;
};

/// What the HTTP clients of adapters get where the adapter itself says nothing (HttpOptions).
struct HttpDefaults {
  /// As HttpOptions::ca_file.
  std::string ca_file;
  /// As HttpOptions::proxy.
  Secret proxy;
  /// Hosts, domains and addresses that are reached without the proxy; `*` for all.
  std::vector<std::string> no_proxy;

  friend bool operator==(const HttpDefaults&, const HttpDefaults&) = default;
};

/// The registry that the host reads images from, for hosts that are not a registry themselves.
struct RegistryOptions {
  /// `https://HOST[:PORT]`, or "".
  std::string url;
  /// PEM file with the certificate authorities to trust; "" for the system's.
  std::string ca_file;
  /// PEM files of a client certificate and its key, for a registry that wants one; both or neither.
  std::string client_cert;
  std::string client_key;
  TlsVersion min_tls = TlsVersion::kTls12;
  /// "" = anonymous.
  std::string user;
  Secret password;
  /// Hosts besides the registry's own that user and password may be sent to for tokens.
  std::vector<std::string> token_hosts;
  /// Hosts that layers may be read from which the registry itself does not have: those that a
  /// manifest says are kept elsewhere ("foreign layers").
  std::vector<std::string> foreign_hosts;
  /// Adapter id -> the registry's address as that scanner has to use it, `https://HOST[:PORT]`,
  /// where that is another one than the host's own.
  std::map<std::string, std::string> addresses;
};

struct Config {
  PluginOptions plugins;
  TrustOptions trust;
  LogOptions log;
  HttpDefaults http;
  RegistryOptions registry;
  /// The id of the adapter that scans; "" = none selected.
  std::string scanner;
  /// Adapter id -> the opaque document that its plugin is configured with, JSON text or empty. With
  /// references resolved, and therefore a secret as a whole.
  std::map<std::string, Secret> adapters;
  /// Adapter id -> the media types (of configs, manifests or artifacts) that it understands.
  std::map<std::string, std::vector<std::string>> processors;
};

/// The plugin that an adapter id names: the part before `@`. [any]
std::string_view plugin_name_of(std::string_view adapter_id) noexcept;

/// Reads a secret out of a regular file of at most 64 KiB, without the line end at its end. Throws
/// kConfigInvalid with the path and the reason. [any]
Secret read_secret_file(const std::string& path);

/// Reads sealing keys out of a regular file of at most 64 KiB that its owner alone may use (mode
/// 0600 or 0400): one key a line, 32 bytes each in base64 or hexadecimal, as
/// `portside secret new-key` makes them; lines that begin with `#` do not count. Throws
/// kConfigInvalid with the path and the reason. [any]
Secret read_sealing_key_file(const std::string& path);

/// Finds what references stand for. All of them throw nothing but AdapterError, whose message says
/// why there is no value (and never holds one).
struct SecretLookup {
  /// The value of an environment variable, or nothing when there is none. Portside itself never
  /// reads the environment: a program that wants `${ENV:NAME}` to work passes a function that does.
  /// Empty = every such reference is a mistake.
  std::function<std::optional<std::string>(const std::string& name)> environment = {};
  /// The content of a file without the line end at its end. Empty = `${FILE:/path}` is a mistake.
  std::function<Secret(const std::string& path)> file = &read_secret_file;
  /// The keys that open `${SEALED:...}`, as they stand in a key file: the one in use, and older
  /// ones while they are exchanged. Called only when a configuration has such a reference. Usually
  /// read_sealing_key_file() with a path of the host's. Empty = every such reference is a mistake.
  std::function<Secret()> sealing_keys = {};
};

enum class ConfigFormat : std::int32_t { kYaml = 0, kJson = 1 };

/// Reads a configuration from text. `origin` names the text in messages (a file's path).
///
/// References to secrets are resolved in every text (not in keys), sealed ones where they are the
/// whole text and were sealed for its JSON pointer (`/adapters/clair/psk`); what they stand for is
/// text, also where it looks like a number, at most 64 KiB each and 1 MiB together, UTF-8 without
/// control characters other than tab and line ends. It is in no message.
///
/// A key with no value (a null) counts as not written. Numbers in the adapters' documents keep
/// their digits, and plain YAML scalars follow the core schema of YAML 1.2: `yes`, `no`, `on` and
/// `off` are texts.
///
/// Throws kConfigInvalid: `message` is the first mistake, `detail` lists all of them (a hundred at
/// most), one a line, each with its place. The text is bounded: 4 MiB, 64 levels deep, 100,000
/// values; YAML anchors, aliases and tags, duplicate keys and more than one document are mistakes.
/// [any]
Config parse_config(std::string_view text, ConfigFormat format, const std::string& origin,
                    const SecretLookup& secrets = {});

/// Reads a file; its format is told by its name (`.json`, else YAML). Throws as parse_config(), and
/// kConfigInvalid for a file that cannot be read. [any]
Config load_config(const std::string& path, const SecretLookup& secrets = {});

}  // namespace portside
