// SPDX-License-Identifier: Apache-2.0
#include "archive/limited_output.hpp"

#include <utility>

#include "portside/api/error.hpp"

namespace portside::archive {

LimitedOutput::LimitedOutput(ByteSink& sink, const UnpackLimits& limits, std::string what)
    : sink_(sink), limits_(limits), what_(std::move(what)) {}

void LimitedOutput::write(std::string_view plain) {
  if (plain.empty()) return;
  if (plain.size() > limits_.max_bytes - plain_) {
    throw AdapterError(ErrorCode::kTooLarge, what_ + " unpacks to more than " +
                                                 std::to_string(limits_.max_bytes) +
                                                 " bytes; UnpackLimits::max_bytes allows more");
  }
  const std::uint64_t total = plain_ + plain.size();
  // total > max_ratio * packed, without the product that may not fit.
  if (total > limits_.ratio_from && (packed_ == 0 || (total - 1) / packed_ >= limits_.max_ratio)) {
    throw AdapterError(ErrorCode::kTooLarge,
                       what_ + " looks like a decompression bomb: " + std::to_string(packed_) +
                           " bytes of it unpack to more than " + std::to_string(limits_.max_ratio) +
                           " times as many; UnpackLimits::max_ratio allows more");
  }
  plain_ = total;
  sink_.write(plain);
}

}  // namespace portside::archive
