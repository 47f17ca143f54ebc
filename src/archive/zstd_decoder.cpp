// SPDX-License-Identifier: Apache-2.0
#include <zstd.h>
#include <zstd_errors.h>

#include <array>
#include <string>

#include "archive/compression.hpp"
#include "archive/decoder.hpp"
#include "portside/api/error.hpp"

namespace portside::archive {
namespace {

struct FreeContext {
  void operator()(ZSTD_DCtx* context) const noexcept { ZSTD_freeDCtx(context); }
};

class ZstdDecoder final : public Decoder {
 public:
  ZstdDecoder(LimitedOutput& output, int max_window_log)
      : output_(output), max_window_log_(max_window_log), context_(ZSTD_createDCtx()) {
    if (!context_) fail(ZSTD_error_memory_allocation, "");
    const std::size_t code =
        ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, max_window_log);
    if (ZSTD_isError(code) != 0) {
      throw AdapterError(ErrorCode::kInvalidArgument, "UnpackLimits::max_window_log is " +
                                                          std::to_string(max_window_log) +
                                                          "; expected 10 to 31");
    }
  }

  void take(std::string_view packed) override {
    while (!packed.empty()) packed.remove_prefix(in_frame_ ? decode(packed) : begin(packed));
  }

  void finish() override {
    if (!in_frame_ && magic_size_ == 0) return;
    throw AdapterError(ErrorCode::kIntegrity,
                       output_.what() + " is cut short: its zstd stream has no end");
  }

 private:
  [[noreturn]] void fail(ZSTD_ErrorCode code, const char* name) const {
    if (code == ZSTD_error_memory_allocation) {
      throw AdapterError(ErrorCode::kOverloaded, "there is no memory to unpack " + output_.what());
    }
    if (code == ZSTD_error_frameParameter_windowTooLarge) {
      throw AdapterError(ErrorCode::kTooLarge,
                         output_.what() + " needs a zstd window of more than 2^" +
                             std::to_string(max_window_log_) +
                             " bytes; UnpackLimits::max_window_log allows more");
    }
    throw AdapterError(ErrorCode::kIntegrity,
                       output_.what() + " is damaged: it cannot be unpacked as zstd, " + name);
  }

  /// Looks at a frame's magic before the library does, which also knows formats of the time before
  /// the standard. Returns how many bytes it took.
  std::size_t begin(std::string_view packed) {
    const std::size_t taken = packed.copy(magic_.data() + magic_size_, magic_.size() - magic_size_);
    magic_size_ += taken;
    if (magic_size_ < magic_.size()) return taken;
    const std::string_view magic(magic_.data(), magic_.size());
    if (compression_of(magic) != Compression::kZstd) {
      fail(ZSTD_error_prefix_unknown, "something else follows its last frame");
    }
    magic_size_ = 0;
    in_frame_ = true;
    decode(magic);
    return taken;
  }

  /// Goes on to the end of the frame or of `packed`. Returns how many bytes it took.
  std::size_t decode(std::string_view packed) {
    ZSTD_inBuffer in{packed.data(), packed.size(), 0};
    ZSTD_outBuffer out{buffer_.data(), buffer_.size(), 0};
    do {
      const std::size_t before = in.pos;
      out.pos = 0;
      const std::size_t code = ZSTD_decompressStream(context_.get(), &out, &in);
      if (ZSTD_isError(code) != 0) fail(ZSTD_getErrorCode(code), ZSTD_getErrorName(code));
      output_.add_packed(in.pos - before);
      output_.write({buffer_.data(), out.pos});
      in_frame_ = code != 0;
    } while (in_frame_ && (in.pos < in.size || out.pos == out.size));
    return in.pos;
  }

  LimitedOutput& output_;
  const int max_window_log_;
  const std::unique_ptr<ZSTD_DCtx, FreeContext> context_;
  bool in_frame_ = false;
  /// What is there of the magic of the next frame.
  std::array<char, kCompressionBytes> magic_;
  std::size_t magic_size_ = 0;
  std::array<char, kPieceBytes> buffer_;
};

}  // namespace

std::unique_ptr<Decoder> zstd_decoder(LimitedOutput& output, int max_window_log) {
  return std::make_unique<ZstdDecoder>(output, max_window_log);
}

}  // namespace portside::archive
