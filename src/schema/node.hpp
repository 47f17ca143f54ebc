// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portside::schema {

enum class Kind : std::uint8_t { kNull, kBool, kInteger, kNumber, kText, kList, kMap };

/// A JSON value as a schema sees it: 1.0 is an integer, members are in the order of the text. Texts
/// are overwritten when the node goes.
struct Node {
  Node() = default;
  Node(Node&&) noexcept = default;
  Node& operator=(Node&&) noexcept = default;
  Node(const Node&) = default;
  Node& operator=(const Node&) = default;
  ~Node();

  Kind kind = Kind::kNull;
  double number = 0;
  /// kText: the text. Of the others, but lists and maps: their JSON form; equal values have equal
  /// ones.
  std::string text;
  /// When it is a member of a map.
  std::string key;
  std::vector<Node> children;
};

/// The levels that lists and maps may be nested, in documents as in schemas.
inline constexpr std::size_t kMaxDepth = 64;
inline constexpr std::size_t kMaxDocumentBytes = std::size_t{8} << 20U;

struct ParsedNode {
  /// Nothing when there is no value...
  std::optional<Node> node;
  /// ...because of this: `this is not JSON: ...`. Nothing of the text is in it.
  std::string problem;
};

/// Reads JSON, bounded in size and depth.
ParsedNode parse_node(std::string_view json);

/// JSON with the members of maps in order of their keys: equal values have equal forms.
std::string canonical_json(const Node& node);

/// `a text`, `an integer`, `a list`.
std::string_view kind_name(Kind kind) noexcept;

}  // namespace portside::schema
