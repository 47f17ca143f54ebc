// SPDX-License-Identifier: Apache-2.0
#include "report/shown_text.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "words/character.hpp"

namespace portside::report {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

/// Blocks of combining marks, from the Unicode Character Database (general category Mn, Me).
constexpr std::array kCombining = {
    Range{0x0300, 0x036f}, Range{0x0483, 0x0489}, Range{0x0591, 0x05bd}, Range{0x0610, 0x061a},
    Range{0x064b, 0x065f}, Range{0x06d6, 0x06dc}, Range{0x0900, 0x0902}, Range{0x0e34, 0x0e3a},
    Range{0x0e47, 0x0e4e}, Range{0x1ab0, 0x1aff}, Range{0x1dc0, 0x1dff}, Range{0x20d0, 0x20f0},
    Range{0x3099, 0x309a}, Range{0xfe00, 0xfe0f}, Range{0xfe20, 0xfe2f}, Range{0xe0100, 0xe01ef}};

/// Blocks of wide characters (East Asian Width W and F).
constexpr std::array kWide = {
    Range{0x1100, 0x115f},   Range{0x231a, 0x231b},   Range{0x23e9, 0x23ec},
    Range{0x2614, 0x2615},   Range{0x26a1, 0x26a1},   Range{0x2705, 0x2705},
    Range{0x274c, 0x274c},   Range{0x2e80, 0x303e},   Range{0x3041, 0x33ff},
    Range{0x3400, 0x4dbf},   Range{0x4e00, 0xa4cf},   Range{0xa960, 0xa97c},
    Range{0xac00, 0xd7a3},   Range{0xf900, 0xfaff},   Range{0xfe30, 0xfe6f},
    Range{0xff00, 0xff60},   Range{0xffe0, 0xffe6},   Range{0x1f300, 0x1f64f},
    Range{0x1f680, 0x1f6ff}, Range{0x1f900, 0x1faff}, Range{0x20000, 0x3fffd}};

bool is_in(std::span<const Range> ranges, char32_t c) {
  return std::ranges::any_of(ranges, [c](Range r) { return c >= r.first && c <= r.last; });
}

std::size_t columns_of(char32_t code) {
  if (code < 0x300) return 1;
  if (is_in(kCombining, code)) return 0;
  return is_in(kWide, code) ? 2 : 1;
}

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Where a line is best broken: after the last space, else after punctuation, if it is not too far
/// to the left.
std::size_t gap_in(std::string_view line, bool ends_with_word) {
  if (ends_with_word) return std::string_view::npos;
  for (const std::string_view marks : {" ", "-.+~:/,_"}) {
    const std::size_t gap = line.find_last_of(marks);
    if (gap != std::string_view::npos && gap >= line.size() / 4) return gap;
  }
  return std::string_view::npos;
}

}  // namespace

std::string shown_text(std::string_view text, bool ascii) {
  std::string out;
  while (!text.empty()) {
    if (is_space(text.front())) {
      while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
      if (!out.empty() && !text.empty()) out += ' ';
      continue;
    }
    const words::Character c = words::first_character(text);
    if (!c.good) {
      out += ascii ? "?" : words::kReplacement;
    } else if (words::is_harmful(c.code)) {
      out += words::escape_of(c.code);
    } else if (ascii && c.code >= 0x80) {
      out += '?';
    } else {
      out += text.substr(0, c.bytes);
    }
    text.remove_prefix(c.bytes);
  }
  return out;
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const words::Character c = words::first_character(text);
    columns += columns_of(c.code);
    text.remove_prefix(c.bytes);
  }
  return columns;
}

std::string_view fitting(std::string_view text, std::size_t columns) {
  std::size_t end = 0;
  std::size_t used = 0;
  while (end < text.size()) {
    const words::Character c = words::first_character(text.substr(end));
    used += columns_of(c.code);
    if (used > columns) break;
    end += c.bytes;
  }
  return text.substr(0, end);
}

bool fits(std::string_view text, std::size_t columns) {
  return fitting(text, columns).size() == text.size();
}

std::string shortened_to(std::string_view text, std::size_t columns, bool ascii) {
  if (fits(text, columns)) return std::string(text);
  const std::string_view mark = ascii ? "..." : "\xe2\x80\xa6";
  const std::size_t mark_columns = ascii ? 3 : 1;
  if (columns <= mark_columns) return std::string(fitting(text, columns));
  std::string_view kept = fitting(text, columns - mark_columns);
  while (kept.ends_with(' ')) kept.remove_suffix(1);
  return std::string(kept) + std::string(mark);
}

std::vector<std::string> wrapped(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines;
  while (!fits(text, columns)) {
    std::string_view line = fitting(text, columns);
    // A character may be wider than the column.
    if (line.empty()) line = text.substr(0, words::first_character(text).bytes);
    const std::size_t gap = gap_in(line, text.size() > line.size() && text[line.size()] == ' ');
    if (gap != std::string_view::npos) line = line.substr(0, gap + 1);
    text.remove_prefix(line.size());
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (line.ends_with(' ')) line.remove_suffix(1);
    lines.emplace_back(line);
  }
  if (!text.empty() || lines.empty()) lines.emplace_back(text);
  return lines;
}

}  // namespace portside::report
