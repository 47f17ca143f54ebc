// SPDX-License-Identifier: Apache-2.0
#include "words/nearest_word.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

namespace portside::words {
namespace {

/// Longer words are no typing mistakes, and their distance would be slow to compute.
constexpr std::size_t kMaxLength = 64;

/// With two neighbours that changed places counted as one mistake, as a typist makes it.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::swap(before, above);
    std::swap(above, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({replaced, above[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
  }
  return row.back();
}

/// How many mistakes a word may have: of three letters two make another word.
std::size_t most_mistakes(std::string_view word, std::string_view meant) {
  return std::max<std::size_t>(1, std::max(word.size(), meant.size()) / 3);
}

/// The first of `words` of which `word` is a part, or that is a part of it.
std::string_view overlapping_word(std::string_view word, std::span<const std::string_view> words) {
  constexpr std::size_t kShortestPart = 3;
  for (const bool at_the_beginning : {true, false}) {
    for (const std::string_view each : words) {
      if (std::min(word.size(), each.size()) < kShortestPart) continue;
      const std::size_t place = word.size() < each.size() ? each.find(word) : word.find(each);
      if (place == 0 || (!at_the_beginning && place != std::string_view::npos)) return each;
    }
  }
  return {};
}

}  // namespace

std::string_view nearest_word(std::string_view word, std::span<const std::string_view> words) {
  if (word.size() > kMaxLength) return {};
  std::string_view nearest;
  std::size_t least = kMaxLength;
  for (const std::string_view each : words) {
    const std::size_t distance = edit_distance(word, each);
    // A word of which nothing is left over has not been misspelt.
    if (distance < least && distance <= most_mistakes(word, each) && distance < each.size()) {
      least = distance;
      nearest = each;
    }
  }
  return nearest.empty() ? overlapping_word(word, words) : nearest;
}

}  // namespace portside::words
