// SPDX-License-Identifier: Apache-2.0
#include "archive/unpacker.hpp"

#include <utility>

namespace portside::archive {

Unpacker::Unpacker(ByteSink& plain, const UnpackLimits& limits, std::string what)
    : output_(plain, limits, std::move(what)), max_window_log_(limits.max_window_log) {}

Unpacker::~Unpacker() = default;

void Unpacker::write(std::string_view piece) {
  if (!begun_) {
    const std::size_t taken = piece.copy(start_.data() + start_size_, start_.size() - start_size_);
    start_size_ += taken;
    piece.remove_prefix(taken);
    if (start_size_ < start_.size()) return;
    begin();
  }
  take(piece);
}

void Unpacker::finish() {
  if (!begun_) begin();
  if (decoder_) decoder_->finish();
}

void Unpacker::begin() {
  const std::string_view start(start_.data(), start_size_);
  begun_ = true;
  compression_ = compression_of(start);
  if (compression_ == Compression::kGzip) decoder_ = gzip_decoder(output_);
  if (compression_ == Compression::kZstd) decoder_ = zstd_decoder(output_, max_window_log_);
  take(start);
}

void Unpacker::take(std::string_view piece) {
  if (decoder_) {
    decoder_->take(piece);
  } else {
    output_.add_packed(piece.size());
    output_.write(piece);
  }
}

}  // namespace portside::archive
