// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/config_tree.hpp"
#include "config/cursor.hpp"
#include "config/mistakes.hpp"
#include "portside/host/config.hpp"

namespace portside::config {

/// One entry of processor.yaml. What is not written is "" or nothing.
struct ProcessorEntry {
  std::string name;
  /// Without a slash at the end.
  std::string url;
  /// Without `?`.
  Secret query;
  /// In lower case.
  std::vector<std::string> media_types;
  Secret authorization;
  std::string ca_file;
  bool insecure = false;
  std::optional<std::int64_t> timeout_seconds;
  std::optional<std::int64_t> retries;
  std::optional<std::int64_t> max_concurrency;
  std::string on_failure;
  std::string registry_access;
  std::string registry_url;
  bool enabled = true;
};

/// Reads the tree of a processor.yaml. What is wrong with it, taken by itself or beside what
/// `config` has already, is noted in `mistakes`; keys that nobody knows in `warnings`. Only entries
/// that are enabled come back.
std::vector<ProcessorEntry> read_processor_entries(const Value& root, const Config& config,
                                                   Mistakes& mistakes, Mistakes& warnings);

/// Reads the text of a processor.yaml and adds its entries to `config` when there are no mistakes.
void add_processors(std::string_view text, ConfigFormat format, const SecretLookup& secrets,
                    Config& config, Mistakes& mistakes, Mistakes& warnings);

}  // namespace portside::config
