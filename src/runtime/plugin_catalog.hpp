// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loader/judge.hpp"
#include "loader/loaded_plugin.hpp"
#include "loader/probe.hpp"
#include "log/logger.hpp"
#include "portside/host/config.hpp"
#include "portside/host/plugin_info.hpp"

namespace portside::runtime {

/// All plugin files of a host and how far each has come: discovered, judged, probed, loaded. [any]
class PluginCatalog {
 public:
  /// Discovers and judges. `probe_program` as HostOptions::probe_program.
  PluginCatalog(const PluginOptions& options, const TrustOptions& trust, std::string probe_program,
                log::Logger logger);
  ~PluginCatalog();
  PluginCatalog(const PluginCatalog&) = delete;
  PluginCatalog& operator=(const PluginCatalog&) = delete;

  std::vector<PluginInfo> list() const;

  /// Tries every fit plugin in a child process.
  void probe_all();

  /// Throws kPluginNotFound or kPluginRefused unless a fit plugin `name` makes objects of `kind`.
  void require(const std::string& name, std::string_view kind) const;

  /// What the fit plugin `name` makes. Throws as require().
  std::vector<std::string> kinds_of(const std::string& name) const;

  /// Probes, if the options ask for that, and loads the plugin `name`; each plugin once. Throws
  /// what require() throws, kPluginRefused for one that the probe refuses, kPluginLoadFailed.
  std::shared_ptr<const loader::LoadedPlugin> load(const std::string& name, std::string_view kind);

 private:
  struct Entry;

  Entry& find(const std::string& name) const;
  Entry& find(const std::string& name, std::string_view kind) const;
  bool is_meant(const PluginInfo& info, const std::string& name) const;
  [[noreturn]] void throw_not_found(const std::string& name) const;
  /// Throws kConfigInvalid as long as there is no probe program.
  loader::Probe& prober();
  loader::Probe::Verdict probe(const Entry& entry);
  /// Returns the sentence that is shown from now on.
  std::string set_verdict(Entry& entry, PluginState state, const loader::Refusal& refusal) const;
  PluginInfo current_info(const Entry& entry) const;

  const PluginOptions options_;
  const std::string configured_probe_program_;
  const log::Logger logger_;
  std::vector<std::string> unreadable_folders_;
  std::vector<std::unique_ptr<Entry>> entries_;

  /// Guards the verdicts in the entries.
  mutable std::mutex mutex_;
  std::mutex probe_mutex_;
  std::optional<loader::Probe> probe_;
};

}  // namespace portside::runtime
