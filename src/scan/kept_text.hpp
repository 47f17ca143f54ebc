// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "portside/api/byte_sink.hpp"
#include "portside/api/error.hpp"

namespace portside::scan {

/// Keeps what is written to it; throws kTooLarge beyond a limit.
class KeptText final : public ByteSink {
 public:
  explicit KeptText(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  void write(std::string_view piece) override {
    if (piece.size() > max_bytes_ - text_.size()) {
      throw AdapterError(ErrorCode::kTooLarge, "the image's config has more than " +
                                                   std::to_string(max_bytes_) + " bytes");
    }
    text_ += piece;
  }

  const std::string& text() const noexcept { return text_; }

 private:
  const std::size_t max_bytes_;
  std::string text_;
};

}  // namespace portside::scan
