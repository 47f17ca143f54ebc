// SPDX-License-Identifier: Apache-2.0
#include "loader/printable.hpp"

#include <algorithm>
#include <cstddef>

namespace portside::loader {
namespace {

unsigned byte_at(std::string_view text, std::size_t index) noexcept {
  return static_cast<unsigned char>(text[index]);
}

/// How many bytes a sequence has that begins with this byte, or 0.
std::size_t sequence_length(unsigned first) noexcept {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return 2;
  if (first >= 0xe0 && first <= 0xef) return 3;
  if (first >= 0xf0 && first <= 0xf4) return 4;
  return 0;
}

/// The values that RFC 3629 section 4 allows for the second byte: no overlong forms, no surrogates,
/// nothing above U+10FFFF, and, here, no control characters U+0080 to U+009F.
bool second_byte_fits(unsigned first, unsigned second) noexcept {
  switch (first) {
    case 0xc2: return second >= 0xa0 && second <= 0xbf;
    case 0xe0: return second >= 0xa0 && second <= 0xbf;
    case 0xed: return second >= 0x80 && second <= 0x9f;
    case 0xf0: return second >= 0x90 && second <= 0xbf;
    case 0xf4: return second >= 0x80 && second <= 0x8f;
    default: return second >= 0x80 && second <= 0xbf;
  }
}

/// The length of the character that `text` begins with, or 0 when it cannot be shown.
std::size_t printable_character(std::string_view text) noexcept {
  const unsigned first = byte_at(text, 0);
  const std::size_t length = sequence_length(first);
  if (length == 1) return first >= 0x20 && first != 0x7f ? 1 : 0;
  if (length == 0 || length > text.size()) return 0;
  if (!second_byte_fits(first, byte_at(text, 1))) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if ((byte_at(text, i) & 0xc0U) != 0x80U) return 0;
  }
  return length;
}

}  // namespace

std::string printable(std::string_view text) {
  // Nearly all text is plain.
  if (std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; })) {
    return std::string(text);
  }
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = printable_character(text);
    if (length == 0) {
      result += '?';
      text.remove_prefix(1);
    } else {
      result += text.substr(0, length);
      text.remove_prefix(length);
    }
  }
  return result;
}

}  // namespace portside::loader
