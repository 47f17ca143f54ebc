// SPDX-License-Identifier: Apache-2.0
#include "report/json_writer.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace portside::report {
namespace {

constexpr std::size_t kPiece = std::size_t{64} << 10U;

bool is_plain(std::string_view text) {
  return std::ranges::all_of(text,
                             [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
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
  plain(nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
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
  plain(value.text);
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
  return !is_deeper_than(text, kMaxJsonDepth) && nlohmann::json::accept(text);
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
