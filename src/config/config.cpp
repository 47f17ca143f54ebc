// SPDX-License-Identifier: Apache-2.0
#include "portside/host/config.hpp"

#include "config/document.hpp"

namespace portside {

std::string_view plugin_name_of(std::string_view adapter_id) noexcept {
  return adapter_id.substr(0, adapter_id.find('@'));
}

Config parse_config(std::string_view text, ConfigFormat format, const std::string& origin,
                    const SecretLookup& secrets) {
  config::Document document(text, format, origin, secrets);
  document.mistakes().throw_if_any();
  return document.config();
}

Config load_config(const std::string& path, const SecretLookup& secrets) {
  const Secret text = config::read_config_file(path);
  return parse_config(text.reveal(), config::format_of(path), path, secrets);
}

}  // namespace portside
