// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace portside::feeds {

/// A piece of JSON in memory. Looking for what is not there, or is of another kind, finds an empty
/// value: readers ask for what they know, and foreign documents may hold anything.
struct JsonValue {
  enum class Kind : std::uint8_t {
    kNone = 0,    ///< null, or nothing
    kText = 1,    ///< `text`
    kScalar = 2,  ///< a number, true or false: `text` is how it is written
    kList = 3,    ///< `items`
    kObject = 4,  ///< `items`, each with its `key`
  };

  Kind kind = Kind::kNone;
  std::string key;
  std::string text;
  std::vector<JsonValue> items;

  /// The member of an object; the first one of several with the key.
  const JsonValue& at(std::string_view name) const noexcept;
  /// Its text; "" when it is none.
  const std::string& text_at(std::string_view name) const noexcept;

  bool is_text() const noexcept { return kind == Kind::kText; }
  bool is_list() const noexcept { return kind == Kind::kList; }
  bool is_object() const noexcept { return kind == Kind::kObject; }
};

}  // namespace portside::feeds
