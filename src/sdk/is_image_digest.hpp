// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace portside::sdk {

/// sha256 or sha512 in lower-case hex (OCI image specification, "Registered Algorithms").
inline bool is_image_digest(std::string_view text) noexcept {
  const std::string_view algorithm = text.substr(0, 7);
  const std::size_t size = algorithm == "sha256:" ? 64 : algorithm == "sha512:" ? 128 : 0;
  const std::string_view hex = text.substr(algorithm.size());
  return size != 0 && hex.size() == size && std::all_of(hex.begin(), hex.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace portside::sdk
