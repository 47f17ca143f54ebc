// SPDX-License-Identifier: Apache-2.0
#include "words/quoted.hpp"

#include "words/character.hpp"

namespace portside::words {
namespace {

constexpr std::size_t kMaxShown = 80;

std::size_t cut_before_character(std::string_view text, std::size_t at) {
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80U) --at;
  return at;
}

}  // namespace

std::string shortened(std::string_view text) {
  const bool cut = text.size() > kMaxShown;
  if (cut) text = text.substr(0, cut_before_character(text, kMaxShown));
  std::string out;
  while (!text.empty()) {
    const Character c = first_character(text);
    if (!c.good) {
      out += kReplacement;
    } else if (is_harmful(c.code)) {
      out += escape_of(c.code);
    } else {
      out += text.substr(0, c.bytes);
    }
    text.remove_prefix(c.bytes);
  }
  if (cut) out += "...";
  return out;
}

std::string quoted(std::string_view text) {
  return '"' + shortened(text) + '"';
}

}  // namespace portside::words
