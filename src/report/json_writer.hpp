// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "portside/api/byte_sink.hpp"
#include "portside/api/json.hpp"

namespace portside::report {

/// Writes one JSON document as it goes, two spaces a level: reports with a million rows are never a
/// tree in memory. Objects keep the order in which their members are written. Harmful characters
/// (words/character.hpp) become `\uXXXX`, in what is passed on too.
class JsonWriter {
 public:
  explicit JsonWriter(ByteSink& out) : out_(out) {}
  /// Nothing is written any more; finish() ends a document.
  ~JsonWriter() = default;
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;

  void begin_object();
  void end_object() { end('}'); }
  void begin_array();
  void end_array() { end(']'); }

  /// Of the member that comes next.
  void key(std::string_view name);

  /// What is no UTF-8 becomes U+FFFD.
  void text(std::string_view value);
  void number(std::uint64_t value) { plain(std::to_string(value)); }
  /// 0 for what is no finite number.
  void real(double value);
  void boolean(bool value) { plain(value ? "true" : "false"); }

  void member(std::string_view name, std::string_view value);
  /// Nothing for an empty text.
  void member_if_any(std::string_view name, std::string_view value);
  /// Nothing for an empty list.
  void member_if_any(std::string_view name, const std::vector<std::string>& values);
  /// Nothing when it is absent, no JSON, or deeper than kMaxJsonDepth.
  void member_if_any(std::string_view name, const Json& value);

  void begin_object(std::string_view name);
  void begin_array(std::string_view name);

  /// Ends the document with a line end and hands everything to the sink.
  void finish();

 private:
  struct Level {
    bool is_empty = true;
  };
  void before_value();
  void end(char bracket);
  void plain(std::string_view value);
  void new_line();
  void flush();

  ByteSink& out_;
  std::string buffer_;
  std::vector<Level> levels_;
  bool after_key_ = false;
};

/// Objects and lists in each other that a passed-on document may have.
inline constexpr int kMaxJsonDepth = 64;

/// True for valid JSON text that is not deeper than kMaxJsonDepth.
bool is_usable_json(std::string_view text) noexcept;

/// True when a text opens more than `depth` objects and lists in each other.
bool is_deeper_than(std::string_view json, int depth) noexcept;

}  // namespace portside::report
