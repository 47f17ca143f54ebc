// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "archive/compression.hpp"
#include "archive/decoder.hpp"
#include "archive/limited_output.hpp"
#include "archive/unpack_limits.hpp"
#include "portside/api/byte_sink.hpp"

namespace portside::archive {

/// Unpacks a blob as it streams past, whatever it is packed with: gzip of one or more members, zstd
/// of one or more frames, or nothing, which passes through as it is. What it is packed with is read
/// from its first bytes. Takes pieces of any size; what it writes comes in pieces of kPieceBytes at
/// most, or as it came when it is not packed.
///
/// The format's own checksums are checked (a zstd frame need not have one); a caller who knows the
/// digest of the plain bytes compares that as well. Needs some 220 KiB while it unpacks gzip, the
/// frame's window besides kPieceBytes while it unpacks zstd. One thread at a time.
///
/// What the sink throws passes through unchanged. After any exception the object is used up, and
/// what was written is the beginning of something that is not to be believed.
class Unpacker final : public ByteSink {
 public:
  /// `plain` has to outlive this. `what` names the blob in messages, e.g. `layer sha256:...`.
  Unpacker(ByteSink& plain, const UnpackLimits& limits, std::string what);
  ~Unpacker();
  Unpacker(const Unpacker&) = delete;
  Unpacker& operator=(const Unpacker&) = delete;

  /// Throws kIntegrity when the blob is damaged or goes on after its end, kTooLarge when it passes
  /// a limit, kInvalidArgument when the limits are wrong.
  void write(std::string_view piece) override;

  /// Throws kIntegrity when the end is missing, and what write() throws. To be called once, after
  /// the last piece. A blob of no bytes is one that is not packed.
  void finish();

  /// Plain bytes written so far.
  std::uint64_t count() const noexcept { return output_.count(); }

  /// kNone until kCompressionBytes came.
  Compression compression() const noexcept { return compression_; }

 private:
  void begin();
  void take(std::string_view piece);

  LimitedOutput output_;
  const int max_window_log_;
  Compression compression_ = Compression::kNone;
  bool begun_ = false;
  /// The blob's first bytes, until there are enough of them.
  std::array<char, kCompressionBytes> start_;
  std::size_t start_size_ = 0;
  /// Null for what is not packed.
  std::unique_ptr<Decoder> decoder_;
};

}  // namespace portside::archive
