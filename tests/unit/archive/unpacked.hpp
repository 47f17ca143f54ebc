// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "archive/unpacker.hpp"
#include "error_of.hpp"
#include "string_sink.hpp"

namespace portside::archive {

inline const std::string kWhat = "the layer";

/// Bytes before the packed data of testing::gzip().
inline constexpr std::size_t kPlainHeader = 10;

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

/// In two pieces, wherever that can be.
inline void expect_at_every_split(std::string_view packed, std::string_view plain) {
  for (std::size_t at = 0; at <= packed.size(); ++at) {
    EXPECT_EQ(unpacked({packed.substr(0, at), packed.substr(at)}), plain) << "split at " << at;
  }
  EXPECT_EQ(unpacked_in(1, packed), plain);
}

/// What is said about it, in whatever pieces it comes.
inline std::string refusal(std::string_view packed) {
  const AdapterError whole = testing::error_of([&] { unpacked(packed); });
  const AdapterError bytewise = testing::error_of([&] { unpacked_in(1, packed); });
  EXPECT_EQ(whole.code, ErrorCode::kIntegrity);
  EXPECT_EQ(bytewise.code, ErrorCode::kIntegrity);
  EXPECT_EQ(whole.message, bytewise.message);
  return whole.message;
}

}  // namespace portside::archive
