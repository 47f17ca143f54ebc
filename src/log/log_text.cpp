// SPDX-License-Identifier: Apache-2.0
#include "log/log_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace portside::log {
namespace {

unsigned byte_at(std::string_view text, std::size_t index) {
  return static_cast<unsigned char>(text[index]);
}

/// Length of the UTF-8 character that `text` begins with; 0 when it begins with none (RFC 3629).
std::size_t character_length(std::string_view text) {
  const unsigned lead = byte_at(text, 0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte_at(text, i) & 0xc0U) != 0x80) return 0;
  }
  const unsigned second = byte_at(text, 1);
  const bool too_long = (lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90);
  const bool surrogate = lead == 0xed && second > 0x9f;
  const bool too_large = lead == 0xf4 && second > 0x8f;
  return too_long || surrogate || too_large ? 0 : length;
}

/// U+0000 to U+001F, U+007F, U+0080 to U+009F. Takes one whole character.
bool is_control(std::string_view character) {
  const unsigned lead = byte_at(character, 0);
  return lead < 0x20 || lead == 0x7f || (lead == 0xc2 && byte_at(character, 1) < 0xa0);
}

void append_hex(std::string& text, unsigned value) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  text += kDigits[value >> 4U];
  text += kDigits[value & 0xfU];
}

std::string escaped(std::string_view bytes) {
  if (bytes == "\n") return "\\n";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    text += "\\x";
    append_hex(text, byte_at(bytes, i));
  }
  return text;
}

/// In valid JSON the low control characters can only be white space between values, the others only
/// parts of strings.
std::string escaped_in_json(std::string_view control) {
  if (byte_at(control, 0) < 0x20) return " ";
  std::string text = "\\u00";
  append_hex(text, byte_at(control, control.size() - 1));
  return text;
}

bool is_object(std::string_view json) {
  const std::size_t begin = json.find_first_not_of(" \t\r\n");
  // The parser takes a zero byte for the end of the text.
  return begin != std::string_view::npos && json[begin] == '{' &&
         json.find('\0') == std::string_view::npos && nlohmann::json::accept(json);
}

}  // namespace

std::string visible_text(std::string_view text, std::size_t limit) {
  std::string line;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text.substr(at));
    const std::string_view character = text.substr(at, std::max<std::size_t>(length, 1));
    const std::string piece =
        length == 0 || is_control(character) ? escaped(character) : std::string(character);
    if (line.size() + piece.size() > limit) {
      return line + " [cut after " + std::to_string(at) + " of " + std::to_string(text.size()) +
             " bytes]";
    }
    line += piece;
    at += character.size();
  }
  return line;
}

std::optional<std::string> one_line_object(std::string_view json, std::size_t limit) {
  if (json.size() > limit || !is_object(json)) return std::nullopt;
  std::string line;
  for (std::size_t at = 0; at < json.size();) {
    const std::string_view character = json.substr(at, character_length(json.substr(at)));
    line += is_control(character) ? escaped_in_json(character) : std::string(character);
    at += character.size();
  }
  return line;
}

}  // namespace portside::log
