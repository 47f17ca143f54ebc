// SPDX-License-Identifier: Apache-2.0
#include "words/duration_text.hpp"

namespace portside::words {
namespace {

constexpr Millis kSecond = 1'000;
constexpr Millis kMinute = 60 * kSecond;
/// Below it a tenth of a second matters.
constexpr Millis kFewSeconds = 10 * kSecond;

Millis rounded_up(Millis duration, Millis unit) {
  return duration / unit + (duration % unit > 0 ? 1 : 0);
}

}  // namespace

std::string duration_text(Millis duration) {
  if (duration < kSecond) return std::to_string(duration) + " ms";
  if (duration >= 10 * kMinute || (duration >= kMinute && duration % kMinute == 0)) {
    return std::to_string(rounded_up(duration, kMinute)) + " min";
  }
  const Millis tenths = rounded_up(duration, kSecond / 10);
  if (duration > kFewSeconds || tenths % 10 == 0) {
    return std::to_string(rounded_up(duration, kSecond)) + " s";
  }
  return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " s";
}

}  // namespace portside::words
