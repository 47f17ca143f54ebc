// SPDX-License-Identifier: Apache-2.0
#include "words/quoted.hpp"

namespace portside::words {
namespace {

constexpr std::size_t kMaxShown = 80;

/// Control characters could forge lines or move the cursor of a terminal.
void append_escape(unsigned char control, std::string& out) {
  constexpr char kHex[] = "0123456789abcdef";
  out += "\\u00";
  out += kHex[control >> 4U];
  out += kHex[control & 0xfU];
}

std::size_t cut_before_character(std::string_view text, std::size_t at) {
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80U) --at;
  return at;
}

}  // namespace

std::string shortened(std::string_view text) {
  const bool cut = text.size() > kMaxShown;
  if (cut) text = text.substr(0, cut_before_character(text, kMaxShown));
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    if (byte < 0x20 || byte == 0x7f) {
      append_escape(byte, out);
    } else if (byte == 0xc2 && next >= 0x80 && next < 0xa0) {  // U+0080 to U+009F
      append_escape(next, out);
      ++i;
    } else {
      out += text[i];
    }
  }
  if (cut) out += "...";
  return out;
}

std::string quoted(std::string_view text) {
  return '"' + shortened(text) + '"';
}

}  // namespace portside::words
