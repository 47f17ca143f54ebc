// SPDX-License-Identifier: Apache-2.0
//
// A table for each map of the configuration: its keys, their readers, and what `portside config
// show` says of them. The meaning of the keys is told in portside/host/config.hpp.
#include "config/config_reader.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "config/adapter_rooms.hpp"
#include "config/names.hpp"
#include "config/values.hpp"

namespace portside::config {
namespace {

void read_files(const Cursor& at, PluginOptions& plugins) {
  if (!at.is(ValueKind::kMap, "a map of plugin names and absolute paths")) return;
  at.each([&](const Cursor& member) {
    const bool named = is_plugin_name(member.key());
    if (!named) {
      member.mistake("found the name " + quoted(member.key()) + "; expected " +
                     std::string(kPluginNameRule));
    }
    std::string path;
    if (read_path(member, path) && named) plugins.files[member.key()] = path;
  });
}

void read_addresses(const Cursor& at, RegistryOptions& registry) {
  if (!at.is(ValueKind::kMap, "a map of adapter ids and addresses of the registry")) return;
  at.each([&](const Cursor& member) {
    const bool named = is_adapter_id(member.key());
    if (!named) {
      member.mistake("found " + quoted(member.key()) + "; expected " + std::string(kAdapterIdRule));
    }
    std::string url;
    read_registry_url(member, url);
    if (named && !url.empty()) registry.addresses[member.key()] = url;
  });
}

constexpr std::array kProbeModes{Word<ProbeMode>{"first-use", ProbeMode::kFirstUse},
                                 Word<ProbeMode>{"off", ProbeMode::kOff}};

constexpr std::array kPluginFields{
    Field<PluginOptions>{
        "dirs", [](const Cursor& at, PluginOptions& plugins) { read_paths(at, plugins.dirs); },
        "folders in which plugins (*.so) are looked for, in this order", "[]"},
    Field<PluginOptions>{"files", read_files, "single plugins by name; found before those in dirs",
                         "{}"},
    Field<PluginOptions>{
        "probe",
        [](const Cursor& at, PluginOptions& plugins) { read_word(at, kProbeModes, plugins.probe); },
        "try a plugin in a child process before it is loaded: first-use or off", "first-use"}};

constexpr std::array kTrustModes{Word<TrustMode>{"strict", TrustMode::kStrict},
                                 Word<TrustMode>{"warn", TrustMode::kWarn},
                                 Word<TrustMode>{"off", TrustMode::kOff}};

constexpr std::array kTrustFields{
    Field<TrustOptions>{
        "mode",
        [](const Cursor& at, TrustOptions& trust) { read_word(at, kTrustModes, trust.mode); },
        "what becomes of plugin files that others could have written: strict (refused), warn or "
        "off",
        "strict"},
    Field<TrustOptions>{
        "anchors", [](const Cursor& at, TrustOptions& trust) { read_paths(at, trust.anchors); },
        "folders at which the check of owners ends", "[]"}};

constexpr std::array kLogLevels{
    Word<LogLevel>{"debug", LogLevel::kDebug}, Word<LogLevel>{"info", LogLevel::kInfo},
    Word<LogLevel>{"warning", LogLevel::kWarning}, Word<LogLevel>{"error", LogLevel::kError}};
constexpr std::array kLogFormats{Word<LogFormat>{"text", LogFormat::kText},
                                 Word<LogFormat>{"json", LogFormat::kJson}};

constexpr std::array kLogFields{
    Field<LogOptions>{
        "level", [](const Cursor& at, LogOptions& log) { read_word(at, kLogLevels, log.level); },
        "the least that is logged: debug, info, warning or error", "warning"},
    Field<LogOptions>{
        "format", [](const Cursor& at, LogOptions& log) { read_word(at, kLogFormats, log.format); },
        "text, or json: one object a line", "text"}};

constexpr std::array kHttpFields{
    Field<HttpDefaults>{
        "ca_file", [](const Cursor& at, HttpDefaults& http) { read_path(at, http.ca_file); },
        "PEM file with the certificate authorities that adapters trust; else the system's"},
    Field<HttpDefaults>{
        "proxy", [](const Cursor& at, HttpDefaults& http) { read_proxy_url(at, http.proxy); },
        "proxy for adapters that name none: http://HOST:PORT", "", Shown::kUrl},
    Field<HttpDefaults>{"no_proxy",
                        [](const Cursor& at, HttpDefaults& http) { read_hosts(at, http.no_proxy); },
                        "hosts, domains and addresses that are reached without the proxy"}};

constexpr std::array kTlsVersions{Word<TlsVersion>{"tls1.2", TlsVersion::kTls12},
                                  Word<TlsVersion>{"tls1.3", TlsVersion::kTls13}};

constexpr std::array kRegistryFields{
    Field<RegistryOptions>{
        "url",
        [](const Cursor& at, RegistryOptions& registry) { read_registry_url(at, registry.url); },
        "the registry that the host reads images from: https://HOST[:PORT]", "", Shown::kUrl},
    Field<RegistryOptions>{
        "ca_file",
        [](const Cursor& at, RegistryOptions& registry) { read_path(at, registry.ca_file); },
        "PEM file with the certificate authorities to trust there; else the system's"},
    Field<RegistryOptions>{
        "client_cert",
        [](const Cursor& at, RegistryOptions& registry) { read_path(at, registry.client_cert); },
        "PEM file with the certificate to show there, where it wants one"},
    Field<RegistryOptions>{
        "client_key",
        [](const Cursor& at, RegistryOptions& registry) { read_path(at, registry.client_key); },
        "PEM file with the key of that certificate"},
    Field<RegistryOptions>{"min_tls",
                           [](const Cursor& at, RegistryOptions& registry) {
                             read_word(at, kTlsVersions, registry.min_tls);
                           },
                           "the oldest TLS to speak there: tls1.2 or tls1.3", "tls1.2"},
    Field<RegistryOptions>{
        "user", [](const Cursor& at, RegistryOptions& registry) { read_user(at, registry.user); },
        "user at the registry; anonymous without one", "", Shown::kUser},
    Field<RegistryOptions>{
        "password",
        [](const Cursor& at, RegistryOptions& registry) { read_secret(at, registry.password); },
        "password of that user", "", Shown::kSecret},
    Field<RegistryOptions>{
        "token_hosts",
        [](const Cursor& at, RegistryOptions& registry) {
          read_single_hosts(at, registry.token_hosts);
        },
        "hosts besides the registry's own that user and password may be sent to for tokens"},
    Field<RegistryOptions>{
        "foreign_hosts",
        [](const Cursor& at, RegistryOptions& registry) {
          read_single_hosts(at, registry.foreign_hosts);
        },
        "hosts that layers may be read from which the registry does not have (foreign layers)"},
    Field<RegistryOptions>{"addresses", read_addresses,
                           "by adapter id: the registry's address as that scanner has to use it",
                           "{}"}};

/// A user without a password, or a key without its certificate, is half of a mistake that a
/// registry would answer with "denied".
void read_registry(const Cursor& at, RegistryOptions& registry) {
  read_fields(at, kRegistryFields, registry);
  const auto written = [&](std::string_view key) {
    return std::ranges::any_of(at.value().children, [&](const Value& member) {
      return member.key == key && member.kind != ValueKind::kNull;
    });
  };
  const auto both = [&](const char* one, const char* other, const char* sentence) {
    if (!written(one) || written(other)) return;
    at.each([&](const Cursor& member) {
      if (member.given() && member.key() == one) member.mistake(sentence);
    });
  };
  both("user", "password", "found a user without a password; expected both or neither");
  both("password", "user", "found a password without a user; expected both or neither");
  both("client_cert", "client_key",
       "found a certificate without its key; expected both or neither");
  both("client_key", "client_cert",
       "found a key without its certificate; expected both or neither");
}

constexpr std::array kConfigFields{
    Field<Config>{
        "plugins",
        [](const Cursor& at, Config& config) { read_fields(at, kPluginFields, config.plugins); },
        "where plugins are found and what is asked of them"},
    Field<Config>{
        "trust",
        [](const Cursor& at, Config& config) { read_fields(at, kTrustFields, config.trust); },
        "who may have written a plugin"},
    Field<Config>{"log",
                  [](const Cursor& at, Config& config) { read_fields(at, kLogFields, config.log); },
                  "what is logged to standard error when the host has no log of its own"},
    Field<Config>{
        "http", [](const Cursor& at, Config& config) { read_fields(at, kHttpFields, config.http); },
        "for the HTTP clients of adapters that say nothing else"},
    Field<Config>{"registry",
                  [](const Cursor& at, Config& config) { read_registry(at, config.registry); },
                  "for hosts that are not a registry themselves"},
    Field<Config>{"scanner", read_scanner, "id of the adapter that scans"},
    Field<Config>{"adapters", read_adapters, "one document for each adapter id", "{}"},
    Field<Config>{"processors", read_processors,
                  "the media types that each processor understands, by adapter id", "{}"}};

/// The keys of a room, or the room itself where it has none of its own.
template <typename Target, std::size_t N>
void add_keys(std::string_view room, const std::array<Field<Target>, N>& fields,
              std::vector<KeyInfo>& out) {
  for (const Field<Target>& field : fields) {
    out.push_back({room, field.key, field.description, field.default_text, field.shown});
  }
}

}  // namespace

Config read_config(const Value& root, Mistakes& mistakes) {
  Config config;
  read_fields(Cursor(root, mistakes), kConfigFields, config);
  return config;
}

std::vector<KeyInfo> known_keys() {
  std::vector<KeyInfo> keys;
  add_keys("", kConfigFields, keys);
  add_keys("plugins", kPluginFields, keys);
  add_keys("trust", kTrustFields, keys);
  add_keys("log", kLogFields, keys);
  add_keys("http", kHttpFields, keys);
  add_keys("registry", kRegistryFields, keys);
  return keys;
}

}  // namespace portside::config
