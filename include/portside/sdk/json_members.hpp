// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace portside::sdk {

enum class JsonKind : std::uint8_t { kNull, kBool, kNumber, kString, kObject, kArray };

/// What kind of value a JSON text (RFC 8259) is; it is looked at to its end. `what` begins
/// messages: `the config`. Throws kMalformedData (no JSON) and kTooLarge (more than `depth` objects
/// and arrays inside each other).
JsonKind json_kind(std::string_view json, const std::string& what, std::size_t depth = 64);

/// One member of a JSON object.
struct JsonMember {
  std::string name;
  JsonKind kind = JsonKind::kNull;
  /// Of a string, without quotes and escapes; "" for everything else.
  std::string text;
  /// The value as it is written: digits, order and spaces are those of the document, of which this
  /// is a part.
  std::string_view json;
};

/// Takes a JSON object apart into its members, in their order, for those who pass values on without
/// changing them. Throws as json_kind(), and kMalformedData for what is no object.
std::vector<JsonMember> json_members(std::string_view object, const std::string& what,
                                     std::size_t depth = 64);

/// The member of this name, the last where there are several (as most parsers have it); null when
/// there is none.
const JsonMember* find_json_member(const std::vector<JsonMember>& members,
                                   std::string_view name) noexcept;

/// As find_json_member(), by a name of letters in any case; one in the very case goes first.
const JsonMember* find_json_member_in_any_case(const std::vector<JsonMember>& members,
                                               std::string_view name) noexcept;

/// The text in quotes, with escapes where JSON wants them; U+FFFD for what is no UTF-8.
std::string json_quoted(std::string_view text);

}  // namespace portside::sdk
