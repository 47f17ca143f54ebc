// SPDX-License-Identifier: Apache-2.0
//
// The first byte chooses the format, the rest is a processor.yaml. Only kConfigInvalid may come
// out; what is added is fit for a host, and when something is wrong nothing is.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>

#include "config/names.hpp"
#include "portside/api/error.hpp"
#include "portside/host/processor_file.hpp"
#include "portside/sdk/media_type.hpp"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

portside::Config sample_config() {
  portside::Config config;
  config.adapters["http-processor@r"] = portside::Secret("{}");
  config.processors["http-processor@r"] = {"a/b"};
  return config;
}

void check(const portside::Config& config) {
  require(config.adapters.size() == config.processors.size());
  for (const auto& [id, document] : config.adapters) {
    require(portside::config::is_adapter_id(id));
    require(nlohmann::json::parse(document.reveal()).is_object());
  }
  for (const auto& [id, types] : config.processors) {
    require(config.adapters.contains(id) && !types.empty());
    for (const std::string& type : types) require(portside::sdk::is_media_type(type));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto format =
      data[0] % 2 == 0 ? portside::ConfigFormat::kYaml : portside::ConfigFormat::kJson;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  portside::SecretLookup secrets;
  secrets.environment = [](const std::string& name) { return name; };
  secrets.file = [](const std::string& path) { return portside::Secret(path); };
  portside::Config config = sample_config();
  try {
    for (const std::string& warning : add_processors(config, text, format, "fuzz", secrets)) {
      require(!warning.empty() && warning.find('\n') == std::string::npos);
    }
    check(config);
  } catch (const portside::AdapterError& error) {
    require(error.code == portside::ErrorCode::kConfigInvalid && !error.message.empty());
    require(config.adapters.size() == 1 && config.processors.size() == 1);
  }
  return 0;
}
