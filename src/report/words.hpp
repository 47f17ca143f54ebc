// SPDX-License-Identifier: Apache-2.0
//
// The words of the JSON report for numbers of the plugin boundary.
#pragma once

#include <optional>
#include <string_view>

#include "portside/api/coverage.hpp"
#include "portside/api/image_check.hpp"

namespace portside::report {

/// `scanned`, `no_data`, ...; `unstated` for a number that is no outcome.
std::string_view outcome_word(CoverageOutcome outcome) noexcept;
std::optional<CoverageOutcome> outcome_of(std::string_view word) noexcept;

/// `pass`, `fail`; `unknown` for a number that is no verdict.
std::string_view verdict_word(CheckVerdict verdict) noexcept;
std::optional<CheckVerdict> verdict_of(std::string_view word) noexcept;

}  // namespace portside::report
