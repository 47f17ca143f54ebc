// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "config/config_tree.hpp"
#include "config/mistakes.hpp"
#include "portside/host/config.hpp"

namespace portside::config {

/// A configuration together with everything that is wrong with it.
class Document {
 public:
  Document(std::string_view text, ConfigFormat format, const std::string& origin,
           const SecretLookup& secrets);
  ~Document();
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  /// With references resolved; a null when the text could not be read.
  const Value& tree() const noexcept { return tree_; }
  /// What is wrong is left out.
  const Config& config() const noexcept { return config_; }
  Mistakes& mistakes() noexcept { return mistakes_; }

 private:
  Mistakes mistakes_;
  Value tree_;
  Config config_;
};

/// Told by a file's name: `.json`, else YAML.
ConfigFormat format_of(std::string_view path) noexcept;

/// The text of a configuration file; a byte more than is allowed, for checked_text() to say so.
/// Throws kConfigInvalid.
Secret read_config_file(const std::string& path);

}  // namespace portside::config
