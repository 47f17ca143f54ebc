// SPDX-License-Identifier: Apache-2.0
#include "portside/host/config.hpp"

#include "config/config_reader.hpp"
#include "config/file_text.hpp"
#include "config/json_reader.hpp"
#include "config/mistakes.hpp"
#include "config/text_check.hpp"
#include "config/yaml_reader.hpp"
#include "portside/api/error.hpp"

namespace portside {
namespace {

config::Value read_tree(std::string_view text, ConfigFormat format, config::Mistakes& mistakes) {
  text = config::checked_text(text, mistakes);
  return format == ConfigFormat::kJson ? config::read_json(text, mistakes)
                                       : config::read_yaml(text, mistakes);
}

}  // namespace

std::string_view plugin_name_of(std::string_view adapter_id) noexcept {
  return adapter_id.substr(0, adapter_id.find('@'));
}

Config parse_config(std::string_view text, ConfigFormat format, const std::string& origin,
                    const SecretLookup&) {
  config::Mistakes mistakes(origin, format);
  Config config;
  try {
    config = config::read_config(read_tree(text, format, mistakes), mistakes);
  } catch (const config::StopReading&) {
    // The mistakes say why.
  }
  mistakes.throw_if_any();
  return config;
}

Config load_config(const std::string& path, const SecretLookup& secrets) {
  const ConfigFormat format = path.ends_with(".json") ? ConfigFormat::kJson : ConfigFormat::kYaml;
  // A byte more than is allowed, for parse_config() to say so.
  const std::string text = config::read_file(path, "the configuration", config::kMaxTextBytes + 1);
  return parse_config(text, format, path, secrets);
}

}  // namespace portside
