// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "portside/api/byte_sink.hpp"

namespace portside::testing {

/// Keeps everything that is written to it.
class StringSink final : public ByteSink {
 public:
  void write(std::string_view piece) override { text_ += piece; }

  const std::string& text() const noexcept { return text_; }

 private:
  std::string text_;
};

}  // namespace portside::testing
