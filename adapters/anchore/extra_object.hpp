// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace portside::anchore {

/// Writes a small JSON object into a string that is used again for each row: a tree of JSON would
/// cost more than all else of a row. `key` is written as it is.
class ExtraObject {
 public:
  /// `out` becomes "" and stays so until the first member.
  explicit ExtraObject(std::string& out) : out_(out) { out_.clear(); }

  /// UTF-8; left out when it is "".
  void add_text(std::string_view key, std::string_view text);
  /// A number as a JSON document had it; left out when it is "".
  void add_number(std::string_view key, std::string_view digits);
  /// Left out when it is false.
  void add_flag(std::string_view key, bool value);
  void end();

 private:
  void add_key(std::string_view key);
  void add_escaped(std::string_view text);

  std::string& out_;
};

}  // namespace portside::anchore
