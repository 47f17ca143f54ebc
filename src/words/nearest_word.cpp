// SPDX-License-Identifier: Apache-2.0
#include "words/nearest_word.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace portside::words {
namespace {

/// Longer words are no typing mistakes, and their distance would be slow to compute.
constexpr std::size_t kMaxLength = 64;

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string_view nearest_word(std::string_view word, std::span<const std::string_view> words) {
  if (word.size() > kMaxLength) return {};
  std::string_view nearest;
  std::size_t least = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string_view each : words) {
    const std::size_t distance = edit_distance(word, each);
    // A word of which nothing is left over has not been misspelt.
    if (distance < least && distance < each.size()) {
      least = distance;
      nearest = each;
    }
  }
  return nearest;
}

}  // namespace portside::words
