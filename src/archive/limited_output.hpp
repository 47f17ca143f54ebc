// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "archive/unpack_limits.hpp"
#include "portside/api/byte_sink.hpp"

namespace portside::archive {

/// Counts what goes into a decoder and what comes out, and passes nothing on beyond the limits.
class LimitedOutput {
 public:
  LimitedOutput(ByteSink& sink, const UnpackLimits& limits, std::string what);

  /// So many packed bytes were read. To be told before what came out of them.
  void add_packed(std::uint64_t bytes) noexcept { packed_ += bytes; }

  /// Throws kTooLarge instead of passing on what is too much.
  void write(std::string_view plain);

  /// Plain bytes passed on.
  std::uint64_t count() const noexcept { return plain_; }

  /// Names the blob in messages.
  const std::string& what() const noexcept { return what_; }

 private:
  ByteSink& sink_;
  const UnpackLimits limits_;
  const std::string what_;
  std::uint64_t packed_ = 0;
  std::uint64_t plain_ = 0;
};

}  // namespace portside::archive
