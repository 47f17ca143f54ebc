// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "portside/api/byte_sink.hpp"

namespace portside::report {

/// Keeps what is written.
class TextSink final : public ByteSink {
 public:
  void write(std::string_view piece) override { text_ += piece; }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace portside::report
