// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <vector>

#include "portside/sdk/json_stream.hpp"

namespace portside::sdk {

/// The table of a JsonStream as a tree: one node for each place that a path names or leads through.
class JsonRules {
 public:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  static constexpr std::size_t kRoot = 0;

  struct Node {
    struct Child {
      std::string_view name;
      std::size_t node;
    };
    /// Of this place; null without one.
    const JsonRule* rule = nullptr;
    std::vector<Child> children;
    /// Bit n: a child's name has n bytes, or n more than a multiple of 64.
    std::uint64_t name_sizes = 0;
    /// The node of `*`; kNone without one.
    std::size_t any = kNone;

    /// False for most names that no child has.
    bool may_have(std::string_view name) const noexcept {
      return (name_sizes >> (name.size() % 64) & 1U) != 0;
    }
  };

  /// So many names of one object fit into the mask that finds those that come twice.
  static constexpr std::size_t kMaxNames = 64;

  /// Throws kInvalidArgument.
  explicit JsonRules(std::vector<JsonRule> rules);
  JsonRules(JsonRules&&) = default;

  const Node& operator[](std::size_t node) const { return nodes_[node]; }

 private:
  std::string_view take_name(std::string_view& rest, const std::string& path);
  std::size_t add(std::size_t parent, std::string_view name, const std::string& path);

  // A table is made for each answer: names stay where they are in the paths.
  std::vector<JsonRule> rules_;
  std::list<std::string> unescaped_;
  std::vector<Node> nodes_;
};

}  // namespace portside::sdk
