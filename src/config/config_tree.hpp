// SPDX-License-Identifier: Apache-2.0
//
// What YAML and JSON documents have in common: the readers of both make this tree, and everything
// behind them knows nothing else.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace portside::config {

enum class ValueKind : std::uint8_t {
  kNull,
  kBool,
  kInteger,
  kReal,
  kString,
  kList,
  kMap,
  /// A mistake about this value was noted already: pass over it.
  kBroken,
};

/// One value of a document with all that is in it.
struct Value {
  ValueKind kind = ValueKind::kNull;
  /// The line of its key or, without one, of itself, from 1; 0 in JSON documents.
  int line = 0;
  /// Its key when it is a member of a map.
  std::string key;
  /// A reference was resolved in its text: it is never shown.
  bool secret = false;
  /// kString: the text. kBool and numbers: their JSON spelling, with the digits of the document.
  std::string text;
  /// The items of a list or the members of a map, in order. Keys of a map differ.
  std::vector<Value> children;
};

/// The member of a map with this key; null when there is none, or no map.
const Value* find_member(const Value& map, std::string_view key) noexcept;

/// The value as JSON text without spaces. Numbers and the order of members stay as they are; a
/// broken value is an empty text. Leaves no copies of the text in freed memory.
std::string to_json(const Value& value);

/// Overwrites the texts of a tree.
void wipe_texts(Value& root) noexcept;

/// What a value is, for messages: `the text "x"`, `the number 5`, `a list`, `a secret text`.
std::string describe(const Value& value);

/// For the end of a message that expected true or false: ` (yes, no, on and off are texts in YAML
/// 1.2)` when the value is such a word, else "".
std::string_view switch_hint(const Value& value) noexcept;

/// As describe(), without the content: for values that may be secret.
std::string describe_kind(const Value& value);

}  // namespace portside::config
