// SPDX-License-Identifier: Apache-2.0
#include "config/document.hpp"

#include "config/config_reader.hpp"
#include "config/file_text.hpp"
#include "config/read_tree.hpp"
#include "config/references.hpp"
#include "config/text_check.hpp"

namespace portside::config {

Document::Document(std::string_view text, ConfigFormat format, const std::string& origin,
                   const SecretLookup& secrets)
    : mistakes_(origin, format) {
  try {
    tree_ = read_tree(text, format, mistakes_);
    resolve_references(tree_, secrets, mistakes_);
    config_ = read_config(tree_, mistakes_);
  } catch (const StopReading&) {
    // The mistakes say why.
  }
}

Document::~Document() {
  wipe_texts(tree_);
}

ConfigFormat format_of(std::string_view path) noexcept {
  return path.ends_with(".json") ? ConfigFormat::kJson : ConfigFormat::kYaml;
}

Secret read_config_file(const std::string& path) {
  return Secret(read_file(path, "the configuration", kMaxTextBytes + 1));
}

}  // namespace portside::config
