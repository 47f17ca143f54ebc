// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "archive/unpacker.hpp"
#include "string_sink.hpp"

namespace portside::archive {

inline const std::string kWhat = "the layer";

/// Limits that no test reaches by accident.
inline UnpackLimits no_ratio() {
  UnpackLimits limits;
  limits.max_ratio = UINT64_MAX;
  return limits;
}

/// What comes of `pieces`, one after the other.
inline std::string unpacked(const std::vector<std::string_view>& pieces,
                            const UnpackLimits& limits = no_ratio()) {
  testing::StringSink plain;
  Unpacker unpacker(plain, limits, kWhat);
  for (const std::string_view piece : pieces) unpacker.write(piece);
  unpacker.finish();
  return plain.text();
}

inline std::string unpacked(std::string_view packed) {
  return unpacked(std::vector<std::string_view>{packed});
}

/// In pieces of `size` bytes.
inline std::string unpacked_in(std::size_t size, std::string_view packed,
                               const UnpackLimits& limits = no_ratio()) {
  std::vector<std::string_view> pieces;
  for (std::size_t at = 0; at < packed.size(); at += size) {
    pieces.push_back(packed.substr(at, size));
  }
  return unpacked(pieces, limits);
}

}  // namespace portside::archive
