// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/severity_word.hpp"

#include <algorithm>
#include <utility>

namespace portside::sdk {
namespace {

constexpr std::pair<std::string_view, Severity> kSeverityWords[] = {
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
    {"defcon1", Severity::kCritical},
};

bool is_severity_word(std::string_view text, std::string_view word) noexcept {
  return std::equal(text.begin(), text.end(), word.begin(), word.end(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

}  // namespace

Severity severity_of_word(std::string_view word) noexcept {
  while (!word.empty() && word.back() == '*') word.remove_suffix(1);
  for (const auto& each : kSeverityWords) {
    if (is_severity_word(word, each.first)) return each.second;
  }
  return Severity::kUnknown;
}

Severity severity_of_cvss(double score) noexcept {
  if (!(score >= 0.0 && score <= 10.0)) return Severity::kUnknown;  // no number is among these
  if (score == 0.0) return Severity::kNone;
  if (score < 4.0) return Severity::kLow;
  if (score < 7.0) return Severity::kMedium;
  return score < 9.0 ? Severity::kHigh : Severity::kCritical;
}

}  // namespace portside::sdk
