// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "portside/api/severity.hpp"
#include "portside/api/vulnerability.hpp"

namespace portside {

/// All severities in their order: None < Unknown < Negligible < Low < Medium < High < Critical.
inline constexpr std::array kSeverities = {
    Severity::kNone,   Severity::kUnknown, Severity::kNegligible, Severity::kLow,
    Severity::kMedium, Severity::kHigh,    Severity::kCritical};

/// kUnknown for a number that is no severity, the severity itself otherwise. [any]
Severity known_severity(Severity severity) noexcept;

/// `critical`; `unknown` for a number that is no severity. [any]
std::string_view severity_word(Severity severity) noexcept;

/// `Critical`, as Harbor writes it and people read it. [any]
std::string_view severity_title(Severity severity) noexcept;

/// The severity that a word names, in capitals or not; nothing when it names none. [any]
std::optional<Severity> severity_of(std::string_view word) noexcept;

/// A report in numbers. Says nothing about what was covered: see Coverage.
struct Overview {
  std::size_t total = 0;
  /// Those with a version that mends them.
  std::size_t fixable = 0;
  /// By severity, from kNone to kCritical.
  std::array<std::size_t, kSeverities.size()> counts = {};
  /// Nothing when there are no vulnerabilities: kNone is a rating, not the absence of one.
  std::optional<Severity> highest;

  std::size_t count(Severity severity) const noexcept;
};

/// Counts rows; a number that is no severity counts as kUnknown. [any]
Overview overview_of(const std::vector<Vulnerability>& rows) noexcept;

/// One overview of several. [any]
Overview& operator+=(Overview& all, const Overview& more) noexcept;

}  // namespace portside
