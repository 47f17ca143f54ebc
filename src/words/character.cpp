// SPDX-License-Identifier: Apache-2.0
#include "words/character.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace portside::words {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

/// From the Unicode Character Database: general category Cc, Cf, Zl, Zp.
constexpr std::array kHarmful = {
    Range{0x00, 0x1f},     Range{0x7f, 0x9f},     Range{0xad, 0xad},      Range{0x061c, 0x061c},
    Range{0x180e, 0x180e}, Range{0x200b, 0x200f}, Range{0x2028, 0x202e},  Range{0x2060, 0x206f},
    Range{0xfeff, 0xfeff}, Range{0xfff9, 0xfffb}, Range{0xe0000, 0xe007f}};

std::size_t length_by(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

}  // namespace

Character first_character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = length_by(lead);
  if (length == 1) return {lead, 1, true};
  if (length == 0 || length > text.size()) return {};
  char32_t code = lead & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xc0U) != 0x80U) return {};
    code = (code << 6U) | (byte & 0x3fU);
  }
  constexpr std::array<char32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xd800 && code < 0xe000;
  if (code < kSmallest[length] || surrogate || code > 0x10ffff) return {};
  return {code, length, true};
}

bool is_harmful(char32_t code) {
  if (code >= 0x20 && code < 0x7f) return false;  // nearly all there is
  return std::ranges::any_of(kHarmful,
                             [code](Range r) { return code >= r.first && code <= r.last; });
}

std::string escape_of(char32_t code) {
  std::array<char, 16> text = {};
  std::snprintf(text.data(), text.size(), "\\u%04x", static_cast<unsigned>(code));
  return text.data();
}

}  // namespace portside::words
