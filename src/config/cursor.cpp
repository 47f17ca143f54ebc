// SPDX-License-Identifier: Apache-2.0
#include "config/cursor.hpp"

#include "words/nearest_word.hpp"

namespace portside::config {

void Cursor::mistake(std::string_view sentence) const {
  mistakes_.add(path(), value_.line, sentence);
}

bool Cursor::is(ValueKind kind, std::string_view expected) const {
  if (value_.kind == kind) return true;
  if (value_.kind != ValueKind::kBroken) {
    const std::string_view hint = kind == ValueKind::kBool ? switch_hint(value_) : "";
    mistake("found " + describe(value_) + "; expected " + std::string(expected) +
            std::string(hint));
  }
  return false;
}

void Cursor::unknown_key(std::span<const std::string_view> known) const {
  const std::string_view nearest = words::nearest_word(key(), known);
  mistake("found an unknown key; " + (nearest.empty()
                                          ? "expected " + word_list(known)
                                          : "did you mean " + std::string(nearest) + "?"));
}

Path Cursor::path() const {
  Path path;
  for (const Cursor* at = this; at->parent_ != nullptr; at = at->parent_) {
    if (at->parent_->value_.kind == ValueKind::kMap) {
      path.emplace_back(std::string_view(at->value_.key));
    } else {
      path.emplace_back(at->index_);
    }
  }
  std::ranges::reverse(path);
  return path;
}

}  // namespace portside::config
