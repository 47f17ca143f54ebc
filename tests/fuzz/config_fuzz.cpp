// SPDX-License-Identifier: Apache-2.0
//
// The first byte chooses the format, the rest is the configuration. Only AdapterError may come out,
// and the documents of a good one are JSON.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>

#include "portside/api/error.hpp"
#include "portside/host/config.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto format =
      data[0] % 2 == 0 ? portside::ConfigFormat::kYaml : portside::ConfigFormat::kJson;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  try {
    const portside::Config config = portside::parse_config(text, format, "fuzz");
    for (const auto& [id, document] : config.adapters) {
      if (!document.empty() && !nlohmann::json::accept(document.reveal())) std::abort();
    }
  } catch (const portside::AdapterError& error) {
    if (error.code != portside::ErrorCode::kConfigInvalid || error.message.empty()) std::abort();
  }
  return 0;
}
