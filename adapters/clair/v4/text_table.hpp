// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace portside::clair::v4 {

/// Keeps texts one behind the other in large blocks, so that a report of many small texts costs
/// hardly more memory than its bytes. Views stay valid as long as the object.
class TextArena {
 public:
  std::string_view keep(std::string_view text);
  /// Of all that was kept.
  std::size_t bytes() const noexcept { return bytes_; }

 private:
  std::vector<std::unique_ptr<char[]>> blocks_;
  char* next_ = nullptr;
  std::size_t left_ = 0;
  std::size_t bytes_ = 0;
};

/// Gives texts numbers from 0 on, the same text the same number. Open addressing; the hash is
/// keyed, so that who writes a document cannot choose texts that fall together.
class TextTable {
 public:
  /// The arena outlives the table.
  explicit TextTable(TextArena& arena);

  std::uint32_t number_of(std::string_view text);
  std::string_view text(std::uint32_t number) const { return texts_[number]; }
  std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(texts_.size()); }

 private:
  struct Slot {
    /// Of the text, so that other texts are seldom looked at.
    std::uint32_t hash = 0;
    /// Number of the text + 1; 0 for free.
    std::uint32_t taken_by = 0;
  };

  std::size_t slot_of(std::string_view text, std::uint32_t hash) const;
  void grow();

  TextArena& arena_;
  const std::uint64_t key_;
  std::vector<std::string_view> texts_;
  /// A power of two of them, at most half of them taken.
  std::vector<Slot> slots_;
  /// Asked for last: the maps of a report mostly have their keys in the same order.
  std::uint32_t last_ = 0;
};

}  // namespace portside::clair::v4
