// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>
#include <string_view>

#include "portside/api/byte_sink.hpp"
#include "portside/api/error.hpp"

namespace portside::cli {

/// Writes to a stream that outlives it. What the stream does not take is an AdapterError (kIo).
class StreamSink final : public ByteSink {
 public:
  explicit StreamSink(std::ostream& out) : out_(out) {}
  void write(std::string_view piece) override {
    out_.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    if (!out_) throw AdapterError(ErrorCode::kIo, "the output cannot be written");
  }

 private:
  std::ostream& out_;
};

}  // namespace portside::cli
