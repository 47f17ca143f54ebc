// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/terminal.hpp"
#include "config/listing.hpp"
#include "config/mistakes.hpp"

namespace portside::cli {

/// What `config check` found.
struct CheckedConfig {
  struct Mistake {
    config::Mistake mistake;
    /// The whole sentence with its place.
    std::string text;
  };

  std::string file;
  std::size_t adapters = 0;
  std::size_t processors = 0;
  /// Adapters whose documents were held against a schema.
  std::size_t schemas = 0;
  /// Adapters that were configured with their documents.
  std::size_t configured = 0;
  std::vector<Mistake> mistakes = {};
  /// There were more.
  bool more = false;
  /// What else is to be known of the check, a sentence; or "".
  std::string note = {};
  /// What may be meant otherwise, a sentence each.
  std::vector<std::string> warnings = {};
};

/// One line for each mistake, and one for the file.
void print_checked(const Terminal& terminal, const CheckedConfig& checked);
std::string to_json(const CheckedConfig& checked);

/// The keys as in a YAML file, with their source and meaning behind each. `file` may be "".
void print_keys(const Terminal& terminal, const std::string& file,
                const std::vector<config::ListedKey>& keys);
std::string to_json(const std::string& file, const std::vector<config::ListedKey>& keys);

}  // namespace portside::cli
