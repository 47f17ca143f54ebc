// SPDX-License-Identifier: Apache-2.0
#include "config/read_tree.hpp"

#include "config/json_reader.hpp"
#include "config/text_check.hpp"
#include "config/yaml_reader.hpp"

namespace portside::config {

Value read_tree(std::string_view text, ConfigFormat format, Mistakes& mistakes) {
  text = checked_text(text, mistakes);
  return format == ConfigFormat::kJson ? read_json(text, mistakes) : read_yaml(text, mistakes);
}

}  // namespace portside::config
