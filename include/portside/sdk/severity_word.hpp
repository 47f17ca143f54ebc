// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "portside/api/severity.hpp"

namespace portside::sdk {

/// The severity that a scanner's or a distribution's word stands for, whatever its case: those of
/// Harbor's scanner API, Red Hat's (Important, Moderate), Debian's (unimportant; an asterisk says
/// that it was judged by machine), SUSE's (minor), Clair's Defcon1 (Critical). Others are kUnknown.
Severity severity_of_word(std::string_view word) noexcept;

/// The bands of CVSS v3 (FIRST, "Qualitative Severity Rating Scale"): 0 is kNone, below 4.0 kLow,
/// below 7.0 kMedium, below 9.0 kHigh, else kCritical. A score outside of 0 to 10 is kUnknown.
Severity severity_of_cvss(double score) noexcept;

}  // namespace portside::sdk
