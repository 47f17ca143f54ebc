// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>

#include "portside/api/byte_sink.hpp"

namespace portside::access {

/// Tells how many bytes pass.
class CountedSink final : public ByteSink {
 public:
  /// `on_bytes` may be empty; both stay with the caller.
  CountedSink(ByteSink& sink, const std::function<void(std::uint64_t)>& on_bytes)
      : sink_(sink), on_bytes_(on_bytes) {}

  void write(std::string_view piece) override {
    sink_.write(piece);
    if (on_bytes_) on_bytes_(piece.size());
  }

 private:
  ByteSink& sink_;
  const std::function<void(std::uint64_t)>& on_bytes_;
};

}  // namespace portside::access
