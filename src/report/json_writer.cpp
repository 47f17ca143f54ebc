// SPDX-License-Identifier: Apache-2.0
#include "report/json_writer.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "words/character.hpp"

namespace portside::report {
namespace {

constexpr std::size_t kPiece = std::size_t{64} << 10U;

bool is_plain(std::string_view text) {
  return std::ranges::all_of(text,
                             [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
}

/// RFC 8259, section 7: beyond U+FFFF a pair.
std::string json_escape(char32_t code) {
  if (code < 0x10000) return words::escape_of(code);
  const char32_t rest = code - 0x10000;
  return words::escape_of(0xd800 + (rest >> 10U)) + words::escape_of(0xdc00 + (rest & 0x3ffU));
}

/// Valid JSON without harmful characters. They stand nowhere but in its texts.
std::string harmless(std::string_view json) {
  std::string out;
  while (!json.empty()) {
    const words::Character c = words::first_character(json);
    // White space between values is no harm.
    if (c.code >= 0x7f && words::is_harmful(c.code)) {
      out += json_escape(c.code);
    } else {
      out += json.substr(0, c.bytes);
    }
    json.remove_prefix(c.bytes);
  }
  return out;
}

}  // namespace

void JsonWriter::begin_object() {
  before_value();
  buffer_ += '{';
  levels_.push_back({});
}

void JsonWriter::begin_array() {
  before_value();
  buffer_ += '[';
  levels_.push_back({});
}

void JsonWriter::end(char bracket) {
  const bool was_empty = levels_.back().is_empty;
  levels_.pop_back();
  if (!was_empty) new_line();
  buffer_ += bracket;
}

void JsonWriter::key(std::string_view name) {
  before_value();
  buffer_ += '"';
  buffer_ += name;
  buffer_ += "\": ";
  after_key_ = true;
}

void JsonWriter::text(std::string_view value) {
  if (is_plain(value)) {
    before_value();
    buffer_ += '"';
    buffer_ += value;
    buffer_ += '"';
    return;
  }
  plain(harmless(
      nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)));
}

void JsonWriter::real(double value) {
  plain(nlohmann::json(std::isfinite(value) ? value : 0.0).dump());
}

void JsonWriter::member(std::string_view name, std::string_view value) {
  key(name);
  text(value);
}

void JsonWriter::member_if_any(std::string_view name, std::string_view value) {
  if (!value.empty()) member(name, value);
}

void JsonWriter::member_if_any(std::string_view name, const std::vector<std::string>& values) {
  if (values.empty()) return;
  begin_array(name);
  for (const std::string& value : values) text(value);
  end_array();
}

void JsonWriter::member_if_any(std::string_view name, const Json& value) {
  if (value.absent() || !is_usable_json(value.text)) return;
  key(name);
  plain(harmless(value.text));
}

void JsonWriter::begin_object(std::string_view name) {
  key(name);
  begin_object();
}

void JsonWriter::begin_array(std::string_view name) {
  key(name);
  begin_array();
}

void JsonWriter::finish() {
  buffer_ += '\n';
  flush();
}

void JsonWriter::before_value() {
  if (buffer_.size() >= kPiece) flush();
  if (after_key_ || levels_.empty()) {
    after_key_ = false;
    return;
  }
  if (!levels_.back().is_empty) buffer_ += ',';
  levels_.back().is_empty = false;
  new_line();
}

void JsonWriter::plain(std::string_view value) {
  before_value();
  buffer_ += value;
}

void JsonWriter::new_line() {
  buffer_ += '\n';
  buffer_.append(2 * levels_.size(), ' ');
}

void JsonWriter::flush() {
  out_.write(buffer_);
  buffer_.clear();
}

bool is_usable_json(std::string_view text) noexcept {
  // The parser passes over a byte order mark, which may not stand inside of a document.
  return !text.starts_with("\xef\xbb\xbf") && !is_deeper_than(text, kMaxJsonDepth) &&
         nlohmann::json::accept(text);
}

bool is_deeper_than(std::string_view json, int depth) noexcept {
  int open = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_text) {
      if (c == '\\') ++i;
      if (c == '"') in_text = false;
    } else if (c == '"') {
      in_text = true;
    } else if (c == '{' || c == '[') {
      if (++open > depth) return true;
    } else if (c == '}' || c == ']') {
      --open;
    }
  }
  return false;
}

}  // namespace portside::report
