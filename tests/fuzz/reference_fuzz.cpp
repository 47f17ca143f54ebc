// SPDX-License-Identifier: Apache-2.0
//
// The name of an image. Only AdapterError may come out; what is taken is printed as it came.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "oci/reference.hpp"
#include "portside/api/error.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try {
    if (portside::oci::parse_reference(text).text() != text) std::abort();
  } catch (const portside::AdapterError& error) {
    if (error.code != portside::ErrorCode::kInvalidArgument) std::abort();
  }
  return 0;
}
