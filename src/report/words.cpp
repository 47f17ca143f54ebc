// SPDX-License-Identifier: Apache-2.0
#include "report/words.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace portside::report {
namespace {

/// The first word stands for every number that has none.
template <typename Enum, std::size_t N>
using Words = std::array<std::pair<Enum, std::string_view>, N>;

constexpr Words<CoverageOutcome, 5> kOutcomes = {
    {{CoverageOutcome::kUnstated, "unstated"},
     {CoverageOutcome::kScanned, "scanned"},
     {CoverageOutcome::kUnsupported, "unsupported"},
     {CoverageOutcome::kNoData, "no_data"},
     {CoverageOutcome::kNothingToScan, "nothing_to_scan"}}};

constexpr Words<CheckVerdict, 3> kVerdicts = {{{CheckVerdict::kUnknown, "unknown"},
                                               {CheckVerdict::kPass, "pass"},
                                               {CheckVerdict::kFail, "fail"}}};

template <typename Enum, std::size_t N>
std::string_view word_of(const Words<Enum, N>& words, Enum value) noexcept {
  const auto found = std::ranges::find(words, value, &std::pair<Enum, std::string_view>::first);
  return (found == words.end() ? words.begin() : found)->second;
}

template <typename Enum, std::size_t N>
std::optional<Enum> value_of(const Words<Enum, N>& words, std::string_view word) noexcept {
  const auto found = std::ranges::find(words, word, &std::pair<Enum, std::string_view>::second);
  return found == words.end() ? std::nullopt : std::optional(found->first);
}

}  // namespace

std::string_view outcome_word(CoverageOutcome outcome) noexcept {
  return word_of(kOutcomes, outcome);
}
std::optional<CoverageOutcome> outcome_of(std::string_view word) noexcept {
  return value_of(kOutcomes, word);
}
std::string_view verdict_word(CheckVerdict verdict) noexcept {
  return word_of(kVerdicts, verdict);
}
std::optional<CheckVerdict> verdict_of(std::string_view word) noexcept {
  return value_of(kVerdicts, word);
}

}  // namespace portside::report
