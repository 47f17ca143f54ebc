// SPDX-License-Identifier: Apache-2.0
#include "cli/environment.hpp"

#include <cstdlib>

namespace portside::cli {

SecretLookup secrets_of_this_process() {
  SecretLookup secrets;
  secrets.environment = [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
  return secrets;
}

}  // namespace portside::cli
