// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace portside::schema {

/// A regular expression of a schema, matched by characters (not bytes). It throws
/// std::runtime_error where it is malformed, or where a match would take too many steps.
class Pattern {
 public:
  /// `pattern` and texts are UTF-8.
  explicit Pattern(std::string_view pattern);
  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;
  ~Pattern();

  /// True when it matches any part of `text`.
  bool matches(std::string_view text) const;

 private:
  class Impl;
  std::unique_ptr<const Impl> impl_;
};

}  // namespace portside::schema
