// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "config/config_tree.hpp"
#include "config/mistakes.hpp"

namespace portside::config {

/// Makes the tree out of the events of a parser and holds it within its limits: 64 levels, 100,000
/// values, no key twice in a map. A limit stops the reading; a key that is repeated is noted, and
/// its value left out.
class TreeBuilder {
 public:
  explicit TreeBuilder(Mistakes& mistakes) : mistakes_(mistakes) {}

  /// True when the innermost open value is a map that waits for a key.
  bool wants_key() const noexcept;

  void key(std::string_view key, int line);
  void scalar(ValueKind kind, std::string_view text, int line);
  /// Begins a list or a map.
  void open(ValueKind kind, int line);
  void close();

  /// Notes a mistake about the next value.
  void mistake(int line, std::string_view sentence) { mistakes_.add(path(), line, sentence); }
  [[noreturn]] void stop(int line, std::string_view sentence) {
    mistakes_.stop(path(), line, sentence);
  }

  /// The finished tree; a null when there were no events.
  Value take() { return std::move(root_); }

 private:
  struct Open {
    Value value;
    /// Keys so far and their lines.
    std::map<std::string, int, std::less<>> keys;
    /// Of the member that comes next.
    std::string next_key;
    int next_line = 0;
    bool has_key = false;
    bool repeated = false;
  };

  Path path() const;
  Value make(ValueKind kind, int line);
  void finish(Value value);

  Mistakes& mistakes_;
  std::vector<Open> open_;
  std::size_t values_ = 0;
  Value root_;
};

}  // namespace portside::config
