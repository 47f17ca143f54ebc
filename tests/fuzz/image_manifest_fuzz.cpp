// SPDX-License-Identifier: Apache-2.0
//
// A manifest as adapters read it: refused, or with a digest for each layer.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "portside/api/error.hpp"
#include "portside/sdk/image_manifest.hpp"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using portside::ErrorCode;
  try {
    const auto manifest =
        portside::sdk::read_image_manifest({reinterpret_cast<const char*>(data), size}, "sha256:m");
    for (const auto& layer : manifest.layers) {
      require(layer.digest.size() == 71 || layer.digest.size() == 135);
      require(layer.digest.find_first_not_of("sha25612:0123456789abcdef") == std::string::npos);
    }
  } catch (const portside::AdapterError& error) {
    require(error.code == ErrorCode::kMalformedData || error.code == ErrorCode::kTooLarge ||
            error.code == ErrorCode::kUnsupported);
  }
  return 0;
}
