// SPDX-License-Identifier: Apache-2.0
#include "feeds/severity_word.hpp"

#include <algorithm>
#include <utility>

namespace portside::feeds {
namespace {

constexpr std::pair<std::string_view, Severity> kWords[] = {
    {"none", Severity::kNone},
    {"unimportant", Severity::kNegligible},
    {"negligible", Severity::kNegligible},
    {"low", Severity::kLow},
    {"minor", Severity::kLow},
    {"medium", Severity::kMedium},
    {"moderate", Severity::kMedium},
    {"high", Severity::kHigh},
    {"important", Severity::kHigh},
    {"critical", Severity::kCritical},
};

char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_word(std::string_view text, std::string_view word) noexcept {
  return std::equal(text.begin(), text.end(), word.begin(), word.end(),
                    [](char a, char b) { return lower(a) == b; });
}

}  // namespace

Severity severity_of_word(std::string_view word) noexcept {
  while (word.ends_with('*')) word.remove_suffix(1);
  for (const auto& each : kWords) {
    if (is_word(word, each.first)) return each.second;
  }
  return Severity::kUnknown;
}

}  // namespace portside::feeds
