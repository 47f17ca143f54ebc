// SPDX-License-Identifier: Apache-2.0
//
// A manifest or an index. Only AdapterError may come out; every digest that is let through is one.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "oci/manifest.hpp"
#include "oci/reference.hpp"
#include "portside/api/error.hpp"

namespace {

void require_digest(const portside::oci::Descriptor& descriptor) {
  if (!portside::oci::is_digest(descriptor.digest)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const auto manifest = portside::oci::parse_manifest(text, "");
    if (!manifest.is_index) require_digest(manifest.config);
    for (const auto& each : manifest.layers) require_digest(each);
    for (const auto& each : manifest.manifests) require_digest(each);
  } catch (const portside::AdapterError& error) {
    if (error.code != portside::ErrorCode::kRegistryBadAnswer) std::abort();
  }
  return 0;
}
