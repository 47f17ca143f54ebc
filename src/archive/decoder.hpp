// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "archive/limited_output.hpp"

namespace portside::archive {

/// Takes packed bytes and writes what they stand for to a LimitedOutput. What the output throws
/// passes through; after an exception the object is used up.
class Decoder {
 public:
  virtual ~Decoder() = default;

  /// Throws kIntegrity when the data are damaged.
  virtual void take(std::string_view packed) = 0;

  /// There are no more. Throws kIntegrity when there should be.
  virtual void finish() = 0;
};

/// What comes out of a decoder comes in pieces of this size or less.
inline constexpr std::size_t kPieceBytes = 128 * 1024;

/// Members after each other (RFC 1952 section 2.2), and zeros behind the last, as gzip(1) has it.
/// Takes all that zlib takes, and sets of codes with gaps, which others refuse.
std::unique_ptr<Decoder> gzip_decoder(LimitedOutput& output);

/// Frames after each other, skippable ones too (RFC 8878 section 3.1). take() throws kTooLarge when
/// a frame wants a larger window than 2^`max_window_log` bytes.
std::unique_ptr<Decoder> zstd_decoder(LimitedOutput& output, int max_window_log);

}  // namespace portside::archive
