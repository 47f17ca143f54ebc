// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "config/config_tree.hpp"
#include "config/mistakes.hpp"
#include "words/word_list.hpp"

namespace portside::config {

/// A value together with its place, for readers that walk down a tree. Lives on the stack of
/// whoever walks, and refers to the cursor above it.
class Cursor {
 public:
  /// At the root.
  Cursor(const Value& root, Mistakes& mistakes) : Cursor(root, mistakes, nullptr, 0) {}

  const Value& value() const noexcept { return value_; }
  const std::string& key() const noexcept { return value_.key; }

  /// True when there is something to read here: neither a null, which means "as if it were not
  /// there", nor a value that a mistake was noted about.
  bool given() const noexcept {
    return value_.kind != ValueKind::kNull && value_.kind != ValueKind::kBroken;
  }

  /// Notes a mistake about this value.
  void mistake(std::string_view sentence) const;

  /// True when the value is of this kind; otherwise notes what was expected, unless the value is
  /// broken anyway.
  bool is(ValueKind kind, std::string_view expected) const;

  /// Notes that nobody knows the key of this value.
  void unknown_key(std::span<const std::string_view> known) const;

  /// Calls `visit` with a cursor at each item or member, in order.
  template <typename Visit>
  void each(Visit visit) const {
    for (std::size_t i = 0; i < value_.children.size(); ++i) {
      visit(Cursor(value_.children[i], mistakes_, this, i));
    }
  }

 private:
  Cursor(const Value& value, Mistakes& mistakes, const Cursor* parent, std::size_t index)
      : value_(value), mistakes_(mistakes), parent_(parent), index_(index) {}
  Path path() const;

  const Value& value_;
  Mistakes& mistakes_;
  const Cursor* parent_;
  std::size_t index_;
};

/// How much of a value may be shown.
enum class Shown : std::uint8_t {
  kPlain,
  kUrl,     ///< without user and password
  kUser,    ///< nothing when it holds a password too (`user:password`)
  kSecret,  ///< nothing
};

/// A key that a map may have, what reads its value into `Target`, and what operators are told of
/// it.
template <typename Target>
struct Field {
  std::string_view key;
  void (*read)(const Cursor& at, Target& target);
  std::string_view description;
  /// What holds when it is not written, as it would be written; "" = nothing.
  std::string_view default_text = {};
  Shown shown = Shown::kPlain;
};

/// Reads a map by a table of its keys. Keys that are not in the table are mistakes; keys that are
/// not in the map, or null there, leave the target as it is.
template <typename Target, std::size_t N>
void read_fields(const Cursor& at, const std::array<Field<Target>, N>& fields, Target& target) {
  if (!at.given() || !at.is(ValueKind::kMap, "a map")) return;
  at.each([&](const Cursor& member) {
    const auto field =
        std::ranges::find(fields, std::string_view(member.key()), &Field<Target>::key);
    if (field == fields.end()) {
      std::array<std::string_view, N> known;
      std::ranges::transform(fields, known.begin(), &Field<Target>::key);
      member.unknown_key(known);
    } else if (member.given()) {
      field->read(member, target);
    }
  });
}

/// A word and what it stands for.
template <typename Enum>
struct Word {
  std::string_view word;
  Enum value;
};

using words::word_list;

/// Reads one of a few words.
template <typename Enum, std::size_t N>
void read_word(const Cursor& at, const std::array<Word<Enum>, N>& words, Enum& out) {
  if (at.value().kind == ValueKind::kString) {
    const auto word =
        std::ranges::find(words, std::string_view(at.value().text), &Word<Enum>::word);
    if (word != words.end()) {
      out = word->value;
      return;
    }
  }
  std::array<std::string_view, N> known;
  std::ranges::transform(words, known.begin(), &Word<Enum>::word);
  at.mistake("found " + describe(at.value()) + "; expected " + word_list(known));
}

}  // namespace portside::config
