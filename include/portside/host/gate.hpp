// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "portside/api/severity.hpp"
#include "portside/host/scan_report.hpp"

namespace portside {

/// What may not be in an image. Has nothing to do with what a report shows.
struct GateRules {
  /// Vulnerabilities of this severity or a worse one fail; nothing = none does.
  ///
  /// An unknown severity counts by the order of severities, below kNegligible: it fails with
  /// kUnknown (or kNone), and passes with every other rule. A verdict says how many passed so.
  std::optional<Severity> fail_on;
  /// Vulnerabilities without a fixed version do not count.
  bool ignore_unfixed = false;
};

enum class GateOutcome : std::int32_t {
  kPassed = 0,
  /// There is what `fail_on` names.
  kFailed = 1,
  /// An image was not scanned, or only in part, and nothing that was seen fails. Never a pass.
  kIncomplete = 2,
};

struct GateVerdict {
  GateOutcome outcome = GateOutcome::kPassed;
  /// For people, one line: what was counted against which rule.
  std::string sentence;
};

/// Judges reports together. Suppressed vulnerabilities do not count: apply ignore lists first.
/// [any]
GateVerdict judge(std::span<const ScanReport> reports, const GateRules& rules);

}  // namespace portside
