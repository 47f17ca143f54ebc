// SPDX-License-Identifier: Apache-2.0
#include "config/text_check.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace portside::config {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// First bytes of characters of two and more bytes, and what may follow them (RFC 3629 section 4).
struct Lead {
  std::uint8_t first, last;
  std::uint8_t second_low, second_high;
  std::uint8_t length;
};
constexpr std::array<Lead, 8> kLeads{{{0xC2, 0xDF, 0x80, 0xBF, 2},
                                      {0xE0, 0xE0, 0xA0, 0xBF, 3},
                                      {0xE1, 0xEC, 0x80, 0xBF, 3},
                                      {0xED, 0xED, 0x80, 0x9F, 3},
                                      {0xEE, 0xEF, 0x80, 0xBF, 3},
                                      {0xF0, 0xF0, 0x90, 0xBF, 4},
                                      {0xF1, 0xF3, 0x80, 0xBF, 4},
                                      {0xF4, 0xF4, 0x80, 0x8F, 4}}};

/// The length of the character of two or more bytes at the begin of `text`; 0 when it is none.
std::size_t long_character(std::string_view text) {
  const auto byte = [text](std::size_t at) { return static_cast<std::uint8_t>(text[at]); };
  const auto* lead = std::ranges::find_if(
      kLeads, [&](const Lead& each) { return byte(0) >= each.first && byte(0) <= each.last; });
  if (lead == kLeads.end() || text.size() < lead->length) return 0;
  if (byte(1) < lead->second_low || byte(1) > lead->second_high) return 0;
  for (std::size_t i = 2; i < lead->length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  }
  return lead->length;
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

}  // namespace

int line_of(std::string_view text, std::size_t position) {
  return 1 + static_cast<int>(std::ranges::count(text.substr(0, position), '\n'));
}

std::optional<TextFlaw> find_flaw(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (is_control(text[at])) return TextFlaw{at, true};
    const bool ascii = static_cast<unsigned char>(text[at]) < 0x80;
    const std::size_t length = ascii ? 1 : long_character(text.substr(at));
    if (length == 0) return TextFlaw{at, false};
    at += length;
  }
  return std::nullopt;
}

std::string_view checked_text(std::string_view text, Mistakes& mistakes) {
  if (text.size() > kMaxTextBytes) {
    mistakes.stop({}, 0, "found more than 4 MiB of text; expected a configuration within that");
  }
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (const auto flaw = find_flaw(text)) {
    mistakes.stop({}, line_of(text, flaw->position),
                  flaw->control
                      ? "found a control character; expected text (write it as an escape in a "
                        "quoted string if it is meant)"
                      : "found bytes that are not UTF-8; save the file with that encoding");
  }
  return text;
}

}  // namespace portside::config
