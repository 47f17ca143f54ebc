// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace portside {

/// How bad a vulnerability is, in rising order, so that severities can be compared.
///
/// The words are those of Harbor's scanner API (Unknown, Negligible, Low, Medium, High, Critical)
/// with CVSS v3's None below them. The order of kUnknown is a convention of this list, not a
/// judgement: a policy says for itself how it takes an unknown severity.
enum class Severity : std::int32_t {
  kNone = 0,        ///< rated, and harmless
  kUnknown = 1,     ///< not rated, or by a word that we do not know (see severity_text)
  kNegligible = 2,  ///< real, but without practical effect
  kLow = 3,
  kMedium = 4,
  kHigh = 5,
  kCritical = 6,
};

}  // namespace portside
